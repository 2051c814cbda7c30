// The end of a visit: its outcome, if the office counts outcomes, and a note.

import { html, nothing } from "/static/vendor/lit-html.js";
import { phrase } from "../names.js";
import { choices, frame, textField } from "./frame.js";

const LONGEST_NOTE = 500;

export const finish = {
  start: () => ({ outcome: "", note: "" }),
  still: ({ view, ticket }) => ticket !== null && view.ticket?.id === ticket,
  show(desk, form) {
    const { view, branch, language } = desk.state;
    const options = [
      { id: "", text: desk.t("finish.no_outcome") },
      ...branch.outcomes.map(({ id, name }) => ({ id, text: phrase(name, language) })),
    ];
    return frame(desk, {
      title: desk.t("finish.title", { number: view.ticket.number }),
      body: html`${
        branch.outcomes.length
          ? choices(desk, {
              name: "outcome",
              legend: desk.t("word.outcome"),
              options,
              chosen: form.outcome,
              choose: (outcome) => desk.fill({ outcome }),
            })
          : nothing
      }
      ${textField(desk, { name: "note", label: desk.t("note"), value: form.note, maxlength: LONGEST_NOTE, focus: !branch.outcomes.length })}`,
      submit: { text: desk.t("verb.finish"), ready: true },
      onSubmit: () => desk.commands.finish(form),
    });
  },
};

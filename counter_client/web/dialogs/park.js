// Setting a ticket aside: for how long, why, and whether another counter may take it.

import { html } from "/static/vendor/lit-html.js";
import { choices, frame, isWhole, textField } from "./frame.js";

const MINUTES = ["5", "10", "15", "30", "60"];
const MOST_MINUTES = 480;
const LONGEST_NOTE = 500;

export const park = {
  start: () => ({ minutes: "10", own: "", note: "", anyone: false }),
  still: ({ view, ticket }) => ticket !== null && view.ticket?.id === ticket,
  show(desk, form) {
    const options = [
      ...MINUTES.map((id) => ({ id, text: desk.t("time.minutes", { minutes: id }) })),
      { id: "", text: desk.t("parked.open_ended") },
    ];
    return frame(desk, {
      title: desk.t("park.title", { number: desk.state.view.ticket.number }),
      body: html`${choices(desk, {
        name: "minutes",
        legend: desk.t("park.for"),
        options,
        chosen: form.own ? null : form.minutes,
        choose: (minutes) => desk.fill({ minutes, own: "" }),
        digits: false,
        kind: "choices-short",
      })}
        ${textField(desk, { name: "own", label: desk.t("park.own"), value: form.own, type: "number", min: 1, max: MOST_MINUTES })}
        ${textField(desk, { name: "note", label: desk.t("note"), value: form.note, maxlength: LONGEST_NOTE })}
        <label class="tick"
          ><input
            type="checkbox"
            name="anyone"
            .checked=${form.anyone}
            @change=${(event) => desk.fill({ anyone: event.target.checked })}
          />
          ${desk.t("park.anyone")}</label
        >`,
      submit: {
        text: desk.t("verb.park"),
        ready: !form.own || isWhole(form.own, 1, MOST_MINUTES),
      },
      onSubmit: () => desk.commands.park(form),
    });
  },
};

// Those who did not come in time and are here after all.

import { html } from "/static/vendor/lit-html.js";
import { about } from "../panels/queue.js";
import { asHour } from "../time.js";
import { choices, frame } from "./frame.js";

export const missed = {
  start: ({ view }) => ({ ticket: view.missed[0]?.id ?? null }),
  still: ({ view }) => view.missed.length > 0,
  show(desk, form) {
    const { view, branch, language } = desk.state;
    return frame(desk, {
      title: desk.t("missed.title"),
      lead: desk.t("missed.lead"),
      body: choices(desk, {
        name: "ticket",
        legend: desk.t("word.ticket"),
        options: view.missed.map((ticket) => ({
          id: ticket.id,
          text: html`<b class="line-number">${ticket.number}</b>
            <span class="line-about">${about(desk, ticket)}</span>`,
          detail: ticket.called_at
            ? desk.t("missed.called", {
                hour: asHour(ticket.called_at, language, branch.time_zone),
              })
            : "",
        })),
        chosen: form.ticket,
        choose: (ticket) => desk.fill({ ticket }),
        kind: "choices-tall",
      }),
      submit: {
        text: desk.t("verb.revive"),
        ready: view.missed.some(({ id }) => id === form.ticket),
      },
      onSubmit: () => desk.commands.revive(form.ticket),
    });
  },
};

// All who wait, to call a given one. The lines keep their places while the dialog is open, whoever comes or goes.

import { html, nothing } from "/static/vendor/lit-html.js";
import { about, dueWords } from "../panels/queue.js";
import { choices, frame, textField } from "./frame.js";

const LONGEST_REASON = 200;

export const waiting = {
  start: ({ view }, ticket = null) => ({
    ticket,
    search: "",
    reason: "",
    shown: view.upcoming,
    others: [],
  }),
  still: ({ view }) => view.open,
  show(desk, form) {
    const lines = steady(desk, form);
    const found = lines.filter(({ ticket }) =>
      ticket.number.toLowerCase().includes(form.search.trim().toLowerCase()),
    );
    const chosen = chosenOf(found, form);
    return frame(desk, {
      title: desk.t("waiting.title"),
      lead: obstacle(desk),
      body: html`${textField(desk, { name: "search", label: desk.t("waiting.search"), value: form.search, focus: !form.ticket, maxlength: 10 })}
      ${choices(desk, {
        name: "ticket",
        legend: desk.t("upcoming"),
        options: found.map(({ ticket, gone }) => option(desk, ticket, gone)),
        chosen,
        choose: (ticket) => desk.fill({ ticket }),
        digits: false,
        focus: Boolean(form.ticket),
        kind: "choices-tall",
      })}
      ${found.length ? nothing : html`<p class="note">${desk.t("upcoming.none")}</p>`}
      ${textField(desk, { name: "reason", label: desk.t("reason.optional"), value: form.reason, maxlength: LONGEST_REASON })}`,
      submit: {
        text: desk.t("verb.call"),
        ready: chosen !== null && !desk.state.view.ticket && !desk.state.view.paused,
      },
      onSubmit: () => desk.commands.call(chosen, form.reason),
    });
  },
};

/** What keeps this counter from calling now. */
export function obstacle(desk) {
  const { ticket, paused } = desk.state.view;
  if (paused) return desk.t("waiting.paused");
  return ticket ? desk.t("waiting.busy", { number: ticket.number }) : "";
}

/** The lines as first shown, with those that left marked, and those that came at the end. */
function steady(desk, form) {
  const now = new Map(
    [...form.others, ...desk.state.view.upcoming].map((ticket) => [ticket.id, ticket]),
  );
  const shown = form.shown.map((ticket) => ({
    ticket: now.get(ticket.id) ?? ticket,
    gone: !now.has(ticket.id),
  }));
  const known = new Set(form.shown.map(({ id }) => id));
  return [
    ...shown,
    ...[...now.values()]
      .filter(({ id }) => !known.has(id))
      .map((ticket) => ({ ticket, gone: false })),
  ];
}

/** What was chosen, or the only one that the search leaves. */
function chosenOf(found, form) {
  const there = found.filter(({ gone }) => !gone).map(({ ticket }) => ticket.id);
  if (there.includes(form.ticket)) return form.ticket;
  return form.search && there.length ? there[0] : null;
}

function option(desk, ticket, gone) {
  return {
    id: ticket.id,
    disabled: gone,
    text: html`<b class="line-number">${ticket.number}</b> <span class="line-about">${about(desk, ticket)}</span>`,
    detail: gone ? desk.t("waiting.gone") : dueWords(desk, ticket),
  };
}

// All who wait, to call a given one. The lines keep their places while the dialog is open, whoever comes or goes.

import { html, nothing } from "/static/vendor/lit-html.js";
import { LIST_MOST } from "../listing.js";
import { about, dueWords } from "../panels/queue.js";
import { choices, frame, textField } from "./frame.js";

const LONGEST_REASON = 200;
const LONGEST_NUMBER = 10;
const MOST_SHOWN = 100;

export const waiting = {
  start: (_, ticket = null) => ({
    ticket,
    search: "",
    reason: "",
    shown: [],
    others: null,
  }),
  follow: ({ view }, form) => ({ ...form, shown: seen(form, view) }),
  still: ({ view }) => view.open,
  show(desk, form) {
    const found = lines(form, desk.state.view).filter(matches(form.search)).slice(0, MOST_SHOWN);
    const chosen = chosenOf(found, form);
    return frame(desk, {
      title: desk.t("waiting.title"),
      lead: obstacle(desk),
      body: html`<div @keydown=${intoList}>${search(desk, form)}</div>
        ${list(desk, form, found, chosen)}
        ${found.length ? nothing : html`<p class="note">${desk.t("upcoming.none")}</p>`}
        ${textField(desk, {
          name: "reason",
          label: desk.t("reason.optional"),
          value: form.reason,
          maxlength: LONGEST_REASON,
        })}`,
      submit: { text: desk.t("verb.call"), ready: chosen !== null && !obstacle(desk) },
      onSubmit: () => desk.commands.call(chosen, form.reason),
    });
  },
};

/** What keeps this counter from calling now; empty when nothing does. */
export function obstacle(desk) {
  const { ticket, paused } = desk.state.view;
  if (paused) return desk.t("waiting.paused");
  return ticket ? desk.t("waiting.busy", { number: ticket.number }) : "";
}

function search(desk, form) {
  return textField(desk, {
    name: "search",
    label: desk.t("waiting.search"),
    value: form.search,
    focus: !form.ticket,
    maxlength: LONGEST_NUMBER,
  });
}

/** The arrow down goes from the search into the list. */
function intoList(event) {
  if (event.key !== "ArrowDown") return;
  event.preventDefault();
  const first = event.target.form.querySelector("input[name=ticket]:not(:disabled)");
  first?.focus();
  first?.click();
}

function matches(search) {
  const wanted = search.trim().toLowerCase();
  return ({ ticket }) => ticket.number.toLowerCase().includes(wanted);
}

/** The tickets in the order in which they came to be seen, each as it is now or was last. */
function seen({ shown, others }, { upcoming }) {
  const newest = new Map([...(others ?? []), ...upcoming].map((ticket) => [ticket.id, ticket]));
  const known = new Set(shown.map(({ id }) => id));
  const came = [...upcoming, ...(others ?? [])].filter(({ id }) => !known.has(id) && known.add(id));
  return [...shown.map((ticket) => newest.get(ticket.id) ?? ticket), ...came];
}

/** Lines of those tickets; one that is in no list any more is gone, where the lists are whole. */
function lines({ shown, others }, { upcoming }) {
  const whole = others !== null && others.length < LIST_MOST;
  const there = new Set([...(others ?? []), ...upcoming].map(({ id }) => id));
  return shown.map((ticket) => ({ ticket, gone: whole && !there.has(ticket.id) }));
}

/** What was chosen, or the first that the search leaves. */
function chosenOf(found, form) {
  const there = found.filter(({ gone }) => !gone).map(({ ticket }) => ticket.id);
  if (there.includes(form.ticket)) return form.ticket;
  return form.search && there.length ? there[0] : null;
}

function list(desk, form, found, chosen) {
  return choices(desk, {
    name: "ticket",
    legend: desk.t("upcoming"),
    options: found.map(({ ticket, gone }) => ({
      id: ticket.id,
      disabled: gone,
      text: html`<b class="line-number">${ticket.number}</b>
        <span class="line-about">${about(desk, ticket)}</span>`,
      detail: gone ? desk.t("waiting.gone") : dueWords(desk, ticket),
    })),
    chosen,
    choose: (ticket) => desk.fill({ ticket }),
    digits: false,
    focus: Boolean(form.ticket),
    kind: "choices-tall",
  });
}

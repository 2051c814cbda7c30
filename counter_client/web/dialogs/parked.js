// What was set aside: go on with one silently, call it, or let it go back to the queue.

import { html, nothing } from "/static/vendor/lit-html.js";
import { about, parkedWords } from "../panels/queue.js";
import { choices, frame, sideButton } from "./frame.js";
import { obstacle } from "./waiting.js";

export const parked = {
  start: ({ view }, ticket = null) => ({
    ticket: ticket ?? view.parked[0]?.id ?? null,
    others: [],
  }),
  still: ({ view }) => view.open,
  show(desk, form) {
    const tickets = all(desk, form);
    const ready = tickets.some(({ id }) => id === form.ticket);
    const free = ready && !obstacle(desk);
    return frame(desk, {
      title: desk.t("parked"),
      lead: obstacle(desk) || desk.t("parked.lead"),
      body: tickets.length
        ? list(desk, form, tickets)
        : html`<p class="note">${desk.t("parked.none")}</p>`,
      more: html`${sideButton(desk, {
        text: desk.t("parked.release"),
        letter: "B",
        ready,
        press: () => desk.commands.release(form.ticket),
      })}
      ${sideButton(desk, {
        text: desk.t("verb.call"),
        letter: "N",
        ready: free,
        press: () => desk.commands.call(form.ticket, ""),
      })}`,
      submit: { text: desk.t("parked.resume"), ready: free },
      onSubmit: () => desk.commands.resumeParked(form.ticket),
    });
  },
};

/** This counter's own, then those that others parked. */
function all(desk, form) {
  const own = desk.state.view.parked;
  const known = new Set(own.map(({ id }) => id));
  const others = form.others.filter(({ id }) => !known.has(id));
  return [...own, ...others.map((ticket) => ({ ...ticket, elsewhere: true }))];
}

function list(desk, form, tickets) {
  return choices(desk, {
    name: "ticket",
    legend: desk.t("word.ticket"),
    options: tickets.map((ticket) => ({
      id: ticket.id,
      text: html`<b class="line-number">${ticket.number}</b>
        <span class="line-about">${about(desk, ticket, true)}</span>`,
      detail: html`${ticket.elsewhere ? html`${desk.t("parked.elsewhere")}, ` : nothing}${parkedWords(desk, ticket)}`,
    })),
    chosen: form.ticket,
    choose: (ticket) => desk.fill({ ticket }),
    kind: "choices-tall",
  });
}

// What this counter set aside: go on with one silently, call it, or let it go back to the queue.

import { html } from "/static/vendor/lit-html.js";
import { about, parkedWords } from "../panels/queue.js";
import { choices, frame, sideButton } from "./frame.js";
import { obstacle } from "./waiting.js";

export const parked = {
  start: ({ view }, ticket = null) => ({ ticket: ticket ?? view.parked[0]?.id ?? null }),
  still: ({ view }) => view.parked.length > 0,
  show(desk, form) {
    const { view } = desk.state;
    const ready = view.parked.some(({ id }) => id === form.ticket);
    const free = ready && !view.ticket && view.open && !view.paused;
    return frame(desk, {
      title: desk.t("parked"),
      lead: obstacle(desk) || desk.t("parked.lead"),
      body: choices(desk, {
        name: "ticket",
        legend: desk.t("word.ticket"),
        options: view.parked.map((ticket) => ({
          id: ticket.id,
          text: html`<b class="line-number">${ticket.number}</b> <span class="line-about">${about(desk, ticket, true)}</span>`,
          detail: parkedWords(desk, ticket),
        })),
        chosen: form.ticket,
        choose: (ticket) => desk.fill({ ticket }),
        kind: "choices-tall",
      }),
      more: html`${sideButton(desk, { text: desk.t("parked.release"), letter: "B", ready, press: () => desk.commands.release(form.ticket) })}
      ${sideButton(desk, { text: desk.t("verb.call"), letter: "N", ready: free, press: () => desk.commands.call(form.ticket, "") })}`,
      submit: { text: desk.t("parked.resume"), ready: free },
      onSubmit: () => desk.commands.resumeParked(form.ticket),
    });
  },
};

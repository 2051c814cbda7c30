// The end of a clerk's session: asked once, for a key pressed by mistake should not close a counter.

import { html, nothing } from "/static/vendor/lit-html.js";
import { frame } from "./frame.js";

export const close = {
  still: ({ view }) => view.open,
  show(desk) {
    const { view } = desk.state;
    const parked = view.parked.length;
    return frame(desk, {
      title: desk.t("close.title", { counter: view.label }),
      body: html`<p>${desk.t("close.lead", { count: view.served_today })}</p>
        ${view.ticket ? html`<p><b>${desk.t("waiting.busy", { number: view.ticket.number })}</b></p>` : nothing}
        ${parked ? html`<p class="note">${desk.t("close.parked", { count: parked })}</p>` : nothing}`,
      submit: { text: desk.t("verb.close"), ready: !view.ticket },
      onSubmit: () => desk.commands.close(),
    });
  },
};

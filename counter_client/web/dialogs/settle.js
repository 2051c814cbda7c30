// Before next: what became of the visitor who was called but never started with.

import { html } from "/static/vendor/lit-html.js";
import { mayMiss } from "../actions.js";
import { noShowAwaits } from "../panels/controls.js";
import { frame, sideButton } from "./frame.js";

export const settle = {
  still: ({ view, ticket }) => view.ticket?.state === "called" && view.ticket.id === ticket,
  show(desk) {
    const { view } = desk.state;
    const answer = (text, letter, current, ready, detail) =>
      sideButton(desk, {
        text: desk.t(text),
        letter,
        ready,
        detail,
        press: () => desk.commands.settle(view.ticket.id, current),
      });
    return frame(desk, {
      title: desk.t("settle.title", { number: view.ticket.number }),
      lead: desk.t("settle.lead"),
      body: html`<div class="answers">
        ${answer("settle.done", "F", "done", true)}
        ${answer("settle.no_show", "X", "no_show", mayMiss(view, desk.clock), noShowAwaits(desk))}
        ${answer("settle.return", "B", "return", true)}
      </div>`,
    });
  },
};

// Precedence that visitors asked for at a kiosk: it counts once a member of staff has seen the reason.

import { html } from "/static/vendor/lit-html.js";
import { asking } from "../actions.js";
import { nameOf } from "../names.js";
import { choices, frame, sideButton } from "./frame.js";

export const precedence = {
  start: ({ view }) => ({ ticket: asking(view)[0]?.id ?? null }),
  still: ({ view }) => asking(view).length > 0,
  show(desk, form) {
    const { view, branch, language } = desk.state;
    const tickets = asking(view);
    const ready = tickets.some(({ id }) => id === form.ticket);
    return frame(desk, {
      title: desk.t("precedence.title"),
      lead: desk.t("precedence.lead"),
      body: choices(desk, {
        name: "ticket",
        legend: desk.t("word.ticket"),
        options: tickets.map((ticket) => ({
          id: ticket.id,
          text: html`<b class="line-number">${ticket.number}</b>
            <span class="line-about">${nameOf(branch.services, ticket.service, language)}</span>`,
          detail: nameOf(branch.classes, ticket.class_asked, language),
        })),
        chosen: form.ticket,
        choose: (ticket) => desk.fill({ ticket }),
        kind: "choices-tall",
      }),
      more: sideButton(desk, {
        text: desk.t("precedence.decline"),
        letter: "X",
        ready,
        press: () => desk.commands.declineClass(form.ticket),
      }),
      submit: { text: desk.t("precedence.confirm"), ready },
      onSubmit: () => desk.commands.confirmClass(form.ticket),
    });
  },
};

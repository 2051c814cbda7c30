// Handing a ticket on: to a service, a counter or a clerk; first, when due, or last.

import { html } from "/static/vendor/lit-html.js";
import { phrase } from "../names.js";
import { choices, frame, textField } from "./frame.js";

const KINDS = ["service", "counter", "clerk"];
const POSITIONS = ["due", "first", "last"];
const LONGEST_REASON = 200;

export const transfer = {
  start: () => ({ kind: "service", target: null, position: "due", reason: "" }),
  still: ({ view, ticket }) => ticket !== null && view.ticket?.id === ticket,
  show(desk, form) {
    const targets = targetsOf(desk, form.kind);
    const reasoned = form.position === "due" || form.reason.trim() !== "";
    return frame(desk, {
      title: desk.t("transfer.title", { number: desk.state.view.ticket.number }),
      body: html`${choices(desk, {
        name: "kind",
        legend: desk.t("transfer.to"),
        options: KINDS.map((id) => ({
          id,
          text: desk.t(`transfer.${id}`),
          disabled: !targetsOf(desk, id).length,
        })),
        chosen: form.kind,
        choose: (kind) => desk.fill({ kind, target: null }),
        digits: false,
        kind: "choices-short choices-words",
      })}
      ${choices(desk, {
        name: "target",
        legend: desk.t(`word.${form.kind}`),
        options: targets,
        chosen: form.target,
        choose: (target) => desk.fill({ target }),
        focus: false,
        kind: "choices-tall",
      })}
      ${choices(desk, {
        name: "position",
        legend: desk.t("transfer.position"),
        options: POSITIONS.map((id) => ({ id, text: desk.t(`transfer.${id}`) })),
        chosen: form.position,
        choose: (position) => desk.fill({ position }),
        digits: false,
        focus: false,
        kind: "choices-short choices-words",
      })}
      ${textField(desk, {
        name: "reason",
        label: desk.t(form.position === "due" ? "reason.optional" : "reason.required"),
        value: form.reason,
        required: form.position !== "due",
        maxlength: LONGEST_REASON,
      })}`,
      submit: { text: desk.t("verb.transfer"), ready: form.target !== null && reasoned },
      onSubmit: () => desk.commands.transfer(form),
    });
  },
};

function targetsOf(desk, kind) {
  const { view, branch, language } = desk.state;
  if (kind === "clerk") return view.clerks.map((name) => ({ id: name, text: name }));
  if (kind === "service") {
    return branch.services
      .filter(({ id }) => id !== view.ticket.service)
      .map(({ id, name }) => ({ id, text: phrase(name, language) }));
  }
  return branch.counters
    .filter(({ id }) => id !== view.counter)
    .map(({ id, name, clerk, open }) => ({
      id,
      text: phrase(name, language),
      detail: open ? (clerk ?? desk.t("counter.open")) : desk.t("counter.closed"),
    }));
}

// What is done to a ticket at the desk: print, put right, move, cancel. Each asks what it needs.

import { command } from "/static/floor/page.js";
import { choices, selectField, sheet, textField } from "/static/floor/sheet.js";
import { nameOf, phrase, plainNameOf } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { marks, where } from "./desk.js";

export const DIALOGS = { ticket, priority, correct, move, cancel };

const WAITS = ["waiting", "parked"];
const ALIVE = [...WAITS, "called", "serving"];

/** What can be done to a ticket. */
function ticket(page, form) {
  const { view, language } = page.state;
  const now = form.ticket;
  const go = (name, more) => () => page.ask(name, { ticket: now, reason: "", ...more });
  const button = (id, text, press, possible = true) =>
    possible
      ? html`<button type="button" class="action" data-go=${id} @click=${press}>${text}</button>`
      : nothing;
  const waits = WAITS.includes(now.state);
  return sheet(page, {
    title: now.number,
    lead: html`${nameOf(view.services, now.service, language)} · ${where(page, now)}
    <span class="marks">${marks(page, now)}</span>`,
    body: html`<div class="menu">
      ${button("confirm", page.t("precedence.confirm"), act(page, now, "confirm-class", {}, "precedence.said"), Boolean(now.class_asked))}
      ${button("decline", page.t("precedence.decline"), act(page, now, "decline-class", {}, "precedence.declined"), Boolean(now.class_asked))}
      ${button("print", page.t("verb.print"), printCopy(page, now), view.printers.length > 0)}
      ${button("priority", page.t("verb.priority"), go("priority", { what: now.rank ? "due" : "first" }), waits)}
      ${button("correct", page.t("verb.correct"), go("correct", { service: now.service }), waits)}
      ${button("move", page.t("verb.transfer"), go("move", { target: `service|${now.service}` }), ALIVE.includes(now.state))}
      ${button("unpark", page.t("verb.unpark"), act(page, now, "unpark", {}, "unpark.said"), now.state === "parked")}
      ${button("revive", page.t("verb.revive"), act(page, now, "revive", {}, "revive.said"), now.state === "no_show")}
      ${button("cancel", page.t("verb.cancel"), go("cancel"), waits)}
    </div>`,
  });
}

/** A copy of the slip; it is told where it comes out, which the server may have changed. */
function printCopy(page, now) {
  return async () => {
    const { view, language, printer } = page.state;
    const answer = await command(page, `/tickets/${now.id}/print`, { printer });
    if (!answer) return;
    const where = plainNameOf(view.printers, answer.job.printer, language);
    page.say(page.t("print.said", { number: now.number, printer: where }));
    page.refresh(true);
  };
}

/** A command to a ticket at once; `said` is the key of its words. */
function act(page, now, verb, body, said) {
  return async () => {
    await command(page, `/tickets/${now.id}/${verb}`, body, page.t(said, { number: now.number }));
    page.refresh(true);
  };
}

function priority(page, form) {
  const { view, language } = page.state;
  const now = form.ticket;
  const positions = ["first", "due", "last"].map((id) => ({ id, text: page.t(`position.${id}`) }));
  const classes = view.classes
    .filter(({ id }) => id !== now.class && id !== "appointment")
    .map(({ id, name }) => ({ id: `class|${id}`, text: phrase(name, language) }));
  const [kind, chosen] = form.what.split("|");
  const wanted = kind === "class" ? { class: chosen } : { position: kind };
  return sheet(page, {
    title: page.t("priority.title", { number: now.number }),
    lead: page.t("priority.lead"),
    body: html`${choices(page, {
      name: "what",
      legend: page.t("priority.where"),
      options: [...positions, ...classes],
      chosen: form.what,
    })}
    ${textField(page, { name: "reason", label: page.t("field.reason"), value: form.reason })}`,
    submit: { text: page.t("verb.priority"), ready: Boolean(form.reason.trim()) },
    onSubmit: act(page, now, "priority", { ...wanted, reason: form.reason }, "priority.said"),
  });
}

function correct(page, form) {
  const { view, language } = page.state;
  const now = form.ticket;
  return sheet(page, {
    title: page.t("correct.title", { number: now.number }),
    lead: page.t("correct.lead"),
    body: html`${selectField(page, {
      name: "service",
      label: page.t("word.service"),
      options: view.services.map(({ id }) => ({
        id,
        text: plainNameOf(view.services, id, language),
      })),
      value: form.service,
      focus: true,
    })}
    ${textField(page, { name: "reason", label: page.t("correct.reason"), value: form.reason })}`,
    submit: { text: page.t("verb.correct"), ready: form.service !== now.service },
    onSubmit: act(
      page,
      now,
      "correct",
      { service: form.service, reason: form.reason },
      "correct.said",
    ),
  });
}

function move(page, form) {
  const { view, language } = page.state;
  const now = form.ticket;
  const [kind, target] = form.target.split("|");
  const services = view.services.map(({ id }) => ({
    id: `service|${id}`,
    text: plainNameOf(view.services, id, language),
  }));
  const counters = view.counters
    .filter(({ open }) => open)
    .map(({ id, label, clerk }) => ({
      id: `counter|${id}`,
      text: `${page.t("word.counter")} ${label}${clerk ? ` · ${clerk}` : ""}`,
    }));
  return sheet(page, {
    title: page.t("move.title", { number: now.number }),
    body: html`${selectField(page, {
      name: "target",
      label: page.t("move.to"),
      options: [...services, ...counters],
      value: form.target,
      focus: true,
    })}
    ${textField(page, { name: "reason", label: page.t("correct.reason"), value: form.reason })}`,
    submit: {
      text: page.t("verb.transfer"),
      ready: form.target !== `service|${now.service}`,
    },
    onSubmit: act(page, now, "transfer", { [kind]: target, reason: form.reason }, "move.said"),
  });
}

function cancel(page, form) {
  const now = form.ticket;
  return sheet(page, {
    title: page.t("cancel.title", { number: now.number }),
    body: textField(page, {
      name: "reason",
      label: page.t("correct.reason"),
      value: form.reason,
      focus: true,
    }),
    submit: { text: page.t("verb.cancel"), danger: true },
    cancel: page.t("cancel.keep"),
    onSubmit: act(page, now, "cancel", { reason: form.reason }, "cancel.said"),
  });
}

// What is done at a counter: call its clerk to help, change its profile, close it when it was forgotten.

import { command, part } from "/static/floor/page.js";
import { choices, sheet, textField } from "/static/floor/sheet.js";
import { find, nameOf, phrase } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { stateOf } from "../counters.js";

/** What can be done at a counter: each leads to its own dialog. */
export function counter(page, form) {
  const { view, language } = page.state;
  const here = find(view.counters, form.counter);
  const go = (name, more) => () => page.ask(name, { counter: here.id, ...more });
  const profile = here.profile;
  return sheet(page, {
    title: `${page.t("word.counter")} ${here.label}`,
    lead: html`${page.t(`counters.${stateOf(here)}`)}
    ${here.clerk ? html`· ${here.clerk}` : nothing} · ${nameOf(view.profiles, profile, language)}`,
    body: html`<div class="menu">
      <button type="button" class="action" data-go="help" autofocus ?disabled=${!here.open} @click=${go("help", { text: "" })}>
        ${page.t("help.button")}
      </button>
      <button type="button" class="action" data-go="profile" ?disabled=${!here.open} @click=${go("profile", { profile })}>
        ${page.t("profile.button")}
      </button>
      <button
        type="button"
        class="action"
        data-go="force-close"
        ?disabled=${!here.open}
        @click=${go("forceClose", { reason: "", ticket: "return" })}
      >
        ${page.t("force.button")}
      </button>
      <a class="action" href="/counter/${part(page.branch)}/${part(here.id)}">${page.t("counters.page")}</a>
    </div>`,
  });
}

export function help(page, form) {
  return sheet(page, {
    title: page.t("help.title", { counter: labelled(page, form) }),
    lead: page.t("help.lead"),
    body: textField(page, {
      name: "text",
      label: page.t("help.text"),
      value: form.text,
      focus: true,
    }),
    submit: { text: page.t("help.send") },
    onSubmit: () => command(page, at(page, form, "help"), { text: form.text }, page.t("help.said")),
  });
}

export function profile(page, form) {
  const { view, language } = page.state;
  const here = find(view.counters, form.counter);
  const first = new Set(here.profiles);
  const all = [...view.profiles].sort((a, b) => first.has(b.id) - first.has(a.id));
  return sheet(page, {
    title: page.t("profile.title", { counter: here.label }),
    body: choices(page, {
      name: "profile",
      legend: page.t("word.profile"),
      options: all.map(({ id, name }) => ({ id, text: phrase(name, language) })),
      chosen: form.profile,
    }),
    submit: { text: page.t("profile.submit"), ready: form.profile !== here.profile },
    onSubmit: () =>
      command(page, at(page, form, "profile"), { profile: form.profile }, page.t("profile.said")),
  });
}

export function forceClose(page, form) {
  const here = find(page.state.view.counters, form.counter);
  const { ticket } = here;
  return sheet(page, {
    title: page.t("force.title", { counter: here.label }),
    lead: page.t("force.lead"),
    body: html`${
      ticket
        ? choices(page, {
            name: "ticket",
            legend: page.t("force.ticket", { number: ticket.number }),
            options: [
              { id: "return", text: page.t("verb.return") },
              { id: "done", text: page.t("verb.finish") },
            ],
            chosen: form.ticket,
          })
        : nothing
    }
    ${textField(page, { name: "reason", label: page.t("field.reason"), value: form.reason, focus: !ticket })}`,
    submit: { text: page.t("force.submit"), ready: Boolean(form.reason.trim()), danger: true },
    onSubmit: () =>
      command(
        page,
        at(page, form, "force-close"),
        { reason: form.reason, ticket: form.ticket },
        page.t("force.said"),
      ),
  });
}

function labelled(page, form) {
  return find(page.state.view.counters, form.counter).label;
}

function at(page, form, verb) {
  return `${page.path}/counters/${part(form.counter)}/${verb}`;
}

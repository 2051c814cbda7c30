// Before the ticket: what was chosen, how long it will take, what to bring.

import { html, nothing } from "/static/vendor/lit-html.js";
import { paperOf, serviceOf } from "../choices.js";
import { icon } from "../icons.js";
import { notice, primary, screen, title } from "./parts.js";

export function confirm(scene) {
  const { view, visit, words } = scene;
  const { t } = words;
  const service = serviceOf(view, visit.service);
  const lead = html`${title(t("confirm.title"))}
    <div class="columns">
      <section class="card summary">
        <h2 data-spoken>${words.name(service.name)}</h2>
        <dl>${rows(scene, service).map(row)}</dl>
        ${service.wait ? nothing : html`<p class="hint" data-spoken>${t("wait.no_counter")}</p>`}
      </section>
      <div class="beside">
        ${service.documents.length > 0 ? documents(words, service.documents) : nothing}
        ${view.classes.find((c) => c.id === visit.visitorClass)?.staff_confirms ? notice("shield", t("needs.staff_confirms")) : nothing}
        ${paperOf(view) === "missing" ? notice("no_slip", t("confirm.no_paper")) : nothing}
      </div>
    </div>`;
  return screen("confirm", lead, primary(t("verb.take"), scene.confirm, "check"));
}

function rows({ view, visit, words }, service) {
  const { t } = words;
  const { shown, spoken } = words.wait(service.wait);
  const found = [
    { term: t("confirm.waiting"), shown: words.people(service.waiting) },
    { term: t("word.expected_wait"), shown, spoken },
  ];
  if (service.max_cases > 1) found.push({ term: t("word.cases"), shown: visit.cases });
  const needs = view.needs.filter((need) => visit.needs.includes(need.id));
  if (needs.length > 0) found.push({ term: t("word.needs"), shown: listed(words, needs) });
  const precedence = view.classes.find((c) => c.id === visit.visitorClass);
  if (precedence) found.push({ term: t("word.precedence"), shown: words.name(precedence.name) });
  return found;
}

function listed(words, items) {
  return items.map((item, index) => html`${index > 0 ? ", " : nothing}${words.name(item.name)}`);
}

function row({ term, shown, spoken }) {
  const value = spoken ? html`<span aria-hidden="true">${shown}</span><span class="visually-hidden">${spoken}</span>` : shown;
  return html`<div data-spoken><dt>${term}</dt><dd>${value}</dd></div>`;
}

function documents(words, list) {
  return html`<section class="card documents">
    <h2 data-spoken>${icon("document")}<span>${words.t("confirm.documents")}</span></h2>
    <ul role="list">
      ${list.map((text) => html`<li data-spoken>${icon("check")}<span>${words.name(text)}</span></li>`)}
    </ul>
  </section>`;
}

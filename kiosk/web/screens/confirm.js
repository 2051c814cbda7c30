// Before the ticket: what was chosen, how long it will take, what to bring.

import { html, nothing } from "/static/vendor/lit-html.js";
import { pageOf, paperOf, serviceOf } from "../choices.js";
import { servicesOfVisit } from "../further.js";
import { icon } from "../icons.js";
import { listed, notice, pager, primary, screen, title } from "./parts.js";

export function confirm(scene) {
  const { view, visit, words } = scene;
  const { t } = words;
  const services = servicesOfVisit(visit).map((id) => serviceOf(view, id));
  const sides = [summary(scene, services), beside(scene, services)];
  const page = pageOf(
    sides,
    visit.first,
    scene.dense && !isBare(scene, services) ? 1 : sides.length,
  );
  const lead = html`${title(t("confirm.title"))}
    <div class="columns">${page.items}</div>`;
  const kind = page.pages > 1 ? "confirm-paged" : "confirm";
  return screen(
    kind,
    lead,
    html`${pager(scene, page)} ${primary(t("verb.take"), scene.confirm, "check")}`,
  );
}

/** How many wait, and how long it takes, is of the first service: the others come after it. */
function summary(scene, services) {
  const { words } = scene;
  const [service] = services;
  return html`<section class="card summary">
    ${services.map(({ name }) => html`<h2 data-spoken>${words.name(name)}</h2>`)}
    <dl>${rows(scene, service).map(row)}</dl>
    ${service.wait ? nothing : html`<p class="hint" data-spoken>${words.t("wait.no_counter")}</p>`}
  </section>`;
}

function beside(scene, services) {
  const { words } = scene;
  const needed = documentsOf(services);
  return html`<div class="beside">
    ${needed.length > 0 ? documents(words, needed) : nothing}
    ${asksToConfirm(scene) ? notice("shield", words.t("needs.staff_confirms")) : nothing}
    ${paperOf(scene.view.printers) === "missing" ? notice("no_slip", words.t("confirm.no_paper")) : nothing}
  </div>`;
}

/** Is there nothing to say beside the summary? */
function isBare(scene, services) {
  return (
    documentsOf(services).length === 0 &&
    !asksToConfirm(scene) &&
    paperOf(scene.view.printers) !== "missing"
  );
}

/** What to bring for all of them, each thing once. */
function documentsOf(services) {
  const texts = services.flatMap((service) => service.documents);
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
}

function asksToConfirm({ view, visit }) {
  return view.classes.some((each) => each.id === visit.visitorClass && each.staff_confirms);
}

function rows({ view, visit, words }, service) {
  const { t } = words;
  const { labelled, spoken } = words.wait(service.wait);
  const found = [
    { term: t("confirm.waiting"), shown: words.people(service.waiting) },
    { term: t("word.expected_wait"), shown: labelled, spoken },
  ];
  if (service.max_cases > 1) found.push({ term: t("word.cases"), shown: visit.cases });
  const needs = view.needs.filter((need) => visit.needs.includes(need.id));
  if (needs.length > 0) found.push({ term: t("word.needs"), shown: listed(words, needs, ", ") });
  const precedence = view.classes.find((c) => c.id === visit.visitorClass);
  if (precedence) found.push({ term: t("word.precedence"), shown: words.name(precedence.name) });
  return found;
}

function row({ term, shown, spoken }) {
  const value = spoken
    ? html`<span aria-hidden="true">${shown}</span><span class="visually-hidden">${spoken}</span>`
    : shown;
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

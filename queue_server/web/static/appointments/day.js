// The visits of a day, of one service or of all, or those that are looked for; to be printed too.

import { asHour, nameOf, phrase } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { dayOf, daysAfter, dayWords, momentWords, today } from "./times.js";

export function day(page) {
  const { state } = page;
  const found = state.find.trim().length > 1;
  return html`<section class="panel" aria-labelledby="list-title">
    <div class="panel-head">
      <h2 id="list-title">
        ${found ? page.t("list.found") : dayWords(state.day, state.language)}
        ${state.visits ? html`<span class="chip">${state.visits.length}</span>` : nothing}
      </h2>
      ${tools(page)}
    </div>
    ${list(page, found)}
  </section>`;
}

function tools(page) {
  const { state } = page;
  const go = (count) => () => change(page, { day: daysAfter(state.day, count), find: "" });
  return html`<div class="tools">
    <button type="button" class="action" aria-label=${page.t("day.before")} @click=${go(-1)}>‹</button>
    <label class="field">
      <span>${page.t("day")}</span>
      <input type="date" name="day" .value=${state.day} @change=${(event) => event.target.value && change(page, { day: event.target.value, find: "" })} />
    </label>
    <button type="button" class="action" aria-label=${page.t("day.after")} @click=${go(1)}>›</button>
    <label class="field">
      <span>${page.t("word.service")}</span>
      <select name="service" @change=${(event) => change(page, { service: event.target.value })}>
        <option value="" ?selected=${!state.service}>${page.t("services.all")}</option>
        ${state.bookable.map(
          ({ id, name }) =>
            html`<option value=${id} ?selected=${id === state.service}>${phrase(name, state.language)}</option>`,
        )}
      </select>
    </label>
    <label class="field search">
      <span>${page.t("find")}</span>
      <input type="search" name="find" maxlength="80" .value=${state.find} @input=${(event) => change(page, { find: event.target.value })} />
    </label>
    <button type="button" class="action" ?disabled=${!state.bookable.length} @click=${() => startBooking(page)}>${page.t("book")}</button>
    <button type="button" class="action" @click=${() => print()}>${page.t("print")}</button>
  </div>`;
}

function change(page, changes) {
  page.set({ ...changes, visits: null });
  page.refresh();
}

function startBooking(page) {
  const { state } = page;
  const service = state.service || state.bookable[0].id;
  const first = today(state.view);
  page.ask("book", { service, day: [first, state.day].sort()[1], cases: 1, time: "" });
}

function list(page, found) {
  const { visits } = page.state;
  if (!visits) return html`<p class="empty" role="status">${page.t("list.loading")}</p>`;
  if (!visits.length)
    return html`<p class="empty">${page.t(found ? "list.none_found" : "list.none")}</p>`;
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="list-title">
    <table class="visits">
      <thead>
        <tr>
          <th scope="col">${page.t("word.slot")}</th>
          <th scope="col">${page.t("word.visitor")}</th>
          <th scope="col">${page.t("word.service")}</th>
          <th scope="col">${page.t("code")}</th>
          <th scope="col">${page.t("word.reference")}</th>
          <th scope="col" class="number">${page.t("word.cases")}</th>
          <th scope="col">${page.t("stage")}</th>
          <td class="screen-only"></td>
        </tr>
      </thead>
      <tbody>${visits.map((visit) => row(page, visit, found))}</tbody>
    </table>
  </div>`;
}

function row(page, visit, found) {
  const { view, language, bookable } = page.state;
  const { contact } = visit;
  const elsewhere = found && dayOf(visit.start, view.time_zone) !== today(view);
  const hour = asHour(visit.start, language, view.time_zone);
  return html`<tr data-code=${visit.code} data-stage=${visit.state}>
    <th scope="row" class="hour">${elsewhere ? momentWords(visit.start, language, view.time_zone) : hour}</th>
    <td>
      ${contact.name ?? nothing}
      <span class="note">${[contact.phone, contact.email].filter(Boolean).join(" · ")}</span>
    </td>
    <td>${nameOf(bookable, visit.service, language)} <span class="note" lang=${visit.language}>${spoken(page, visit)}</span></td>
    <td class="code">${visit.code}</td>
    <td>${contact.reference ?? nothing}</td>
    <td class="number">${visit.cases}</td>
    <td>${page.t(`stage.${visit.state}`)} ${visit.number ? html`<b>${visit.number}</b>` : nothing}</td>
    <td class="number screen-only">
      <button type="button" class="action small" @click=${() => page.ask("visit", { visit })}>
        ${page.t("act")} <span class="visually-hidden">${hour} ${visit.code}</span>
      </button>
    </td>
  </tr>`;
}

function spoken(page, visit) {
  return page.state.view.languages.find(({ id }) => id === visit.language)?.name ?? visit.language;
}

// What stands around every one of these pages: its name, how it is connected, its language, what happened.

import "/static/js/session.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { LANGUAGES } from "./page.js";
import { asHour, phrase } from "./words.js";

/** The page's head; `actions` are buttons of its own, `place` where it is. */
export function head(page, { title, place, actions = nothing, timeZone }) {
  const { connected, language, view } = page.state;
  return html`<header class="head">
    <h1 class="head-name">${title} ${place ? html`<span class="head-place">${place}</span>` : nothing}</h1>
    ${view?.training ? html`<p class="chip" data-kind="warn">${page.t("training")}</p>` : nothing}
    <p class="chip" data-kind=${connected ? "good" : "bad"} role="status">
      <span aria-hidden="true">${connected ? "●" : "✕"}</span>
      <span class="chip-words">${page.t(connected ? "connection.there" : "connection.lost")}</span>
    </p>
    ${
      timeZone
        ? html`<p class="head-clock">${asHour(page.clock(), language, timeZone)}</p>`
        : nothing
    }
    <div class="head-actions">${actions}</div>
    <signed-in language=${language}></signed-in>
    ${languageField(page)}
  </header>`;
}

/** The way to the branch's booked visits. */
export function appointmentsLink(page) {
  const address = `/appointments/${encodeURIComponent(page.branch)}`;
  return html`<a class="action" href=${address}>${page.t("link.appointments")}</a>`;
}

/** The way to the branch's figures. */
export function reportLink(page) {
  const address = `/report/${encodeURIComponent(page.branch)}`;
  return html`<a class="action small" href=${address}>${page.t("link.report")}</a>`;
}

/** What happened last, said politely. */
export function messageLine(page) {
  const { message, dialog } = page.state;
  const told = dialog ? null : message;
  return html`<p class="message page-message" role="status" data-kind=${told?.kind ?? "none"}>
    ${told?.text ?? ""}
  </p>`;
}

/** What stands in place of a page whose address names nothing, or that may not be seen. */
export function fault(page) {
  return html`<main class="fault">
    <h1>${page.t(`fault.${page.state.fault}`)}</h1>
    <p><a href="/">${page.t("fault.first_page")}</a></p>
  </main>`;
}

/** A suspension, told across the page, in a fire with the way out; `resume` is its button. */
export function suspendedBanner(page, resume = nothing) {
  const { view, language } = page.state;
  if (!view.suspended) return nothing;
  const { fire, reason, since, exits } = view.suspended;
  return html`<section class="banner suspended" data-kind=${fire ? "fire" : "warn"} role="alert">
    <div class="suspended-words">
      <p>
        <strong>${page.t(fire ? "suspended.fire" : "suspended.branch")}</strong>
        ${phrase(reason, language)} ·
        ${page.t("suspended.since", { hour: asHour(since, language, view.time_zone) })}
      </p>
      ${exits ? html`<p class="exits">${phrase(exits, language)}</p>` : nothing}
    </div>
    ${resume}
  </section>`;
}

function languageField(page) {
  const { language } = page.state;
  return html`<label class="head-language">
    <span class="visually-hidden">${page.t("word.language")}</span>
    <select name="language" @change=${(event) => page.choose(event.target.value)}>
      ${LANGUAGES.map(({ id, name }) => html`<option value=${id} lang=${id} ?selected=${id === language}>${name}</option>`)}
    </select>
  </label>`;
}

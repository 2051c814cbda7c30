// What displays and boards say while nobody is called: why, or the way out of the building.

import { html } from "/static/vendor/lit-html.js";
import { named } from "./languages.js";

/** The whole screen of a suspended branch; in a fire, every language at once. */
export function suspendedScreen({ state, texts, languages }, language) {
  const { fire, reason, exits } = state.suspended;
  if (!fire) {
    return html`<main class="notice suspended" role="status">
      <h2>${texts.word(language, "suspended")}</h2>
      <p>${named(reason, language)}</p>
      <p>${texts.word(language, "suspended_hint")}</p>
    </main>`;
  }
  return html`<main class="fire" role="alert">
    ${wayOut}
    <div class="fire-words">
      ${languages.map(
        (each) => html`<div class="fire-language">
          <h2>${texts.word(each, "leave")}</h2>
          ${exits ? html`<p>${named(exits, each)}</p>` : ""}
        </div>`,
      )}
    </div>
  </main>`;
}

/** A service that is suspended by itself, in a line below the calls. */
export function suspendedServices({ state, texts }, language) {
  if (state.suspended || state.suspended_services.length === 0) return "";
  return html`<p class="suspended-services" role="status" data-fit="block">
    <b>${texts.word(language, "suspended_services")}</b>
    ${state.suspended_services.map(
      ({ name, reason }, at) =>
        html`${at ? "; " : ""}${named(name, language)} (${named(reason, language)})`,
    )}
  </p>`;
}

/** Staff learn here: nobody is called in earnest. */
export function trainingSign({ state, texts }, language) {
  return state.training ? html`<p class="training">${texts.word(language, "training")}</p>` : "";
}

/** A person who runs out of a door. */
const wayOut = html`<svg class="way-out" viewBox="0 0 100 100" aria-hidden="true">
  <path d="M58 8h34v84H58z" fill="none" stroke="currentColor" stroke-width="6" />
  <circle cx="50" cy="24" r="8" fill="currentColor" />
  <path
    d="M46 36 30 44 20 58M46 36l12 10 14 2M46 36l-4 22 12 12-4 20M42 58 34 74 16 78"
    fill="none"
    stroke="currentColor"
    stroke-width="7"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;

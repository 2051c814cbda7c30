// How many matters the visitor wants to settle.

import { html } from "/static/vendor/lit-html.js";
import { pageOf, serviceOf } from "../choices.js";
import { choices, keyHint, screen, title } from "./parts.js";

export function cases(scene) {
  const { view, visit, words } = scene;
  const most = serviceOf(view, visit.service).max_cases;
  const counts = Array.from({ length: most }, (_, index) => index + 1);
  const lead = html`${title(words.t("cases.title"))}
    <p class="hint" data-spoken>${words.t("cases.hint")}</p>`;
  const draw = (
    count,
    place,
  ) => html`<button class="choice count" data-choice @click=${() => scene.chooseCases(count)}>
    ${keyHint(place)}<span class="choice-name">${words.cases(count)}</span>
  </button>`;
  return screen("cases", lead, choices(scene, pageOf(counts, visit.first, scene.largest), draw));
}

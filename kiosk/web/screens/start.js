// The start: a greeting and a way in for each language, each in its own words.

import { html } from "/static/vendor/lit-html.js";
import { pageOf } from "../choices.js";
import { icon } from "../icons.js";
import { choices, keyHint, screen } from "./parts.js";

export function start(scene) {
  const { view, visit } = scene;
  const lead = html`<h1 tabindex="-1" class="welcome">${languagesIn(scene).map(welcome)}</h1>
    <div class="hero-picture" aria-hidden="true">${icon("ticket")}</div>`;
  const page = pageOf(view.languages, visit.first, scene.largest);
  return screen(
    "start",
    lead,
    choices(scene, page, (language, place) => tile(scene, language, place)),
  );
}

function languagesIn(scene) {
  return scene.view.languages.map((language) => scene.wordsOf(language.id));
}

function welcome(words) {
  return html`<span class="line" lang=${words.language} data-spoken>${words.t("start.title")}</span>`;
}

function tile(scene, language, place) {
  const words = scene.wordsOf(language.id);
  return html`<button class="choice greeting" data-choice @click=${() => scene.chooseLanguage(language.id)}>
    ${keyHint(place)}
    <span class="choice-text">
      <span class="choice-over" lang=${language.id}>${language.name}</span>
      <span class="choice-name" lang=${words.language}>${words.t("start.greeting")}</span>
      <span class="choice-meta" lang=${words.language}>${words.t("start.touch")}</span>
    </span>
    ${icon("onward")}
  </button>`;
}

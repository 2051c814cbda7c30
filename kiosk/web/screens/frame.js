// What stands around every screen: who, when, the languages, the way back, and the tools.

import { html, nothing } from "/static/vendor/lit-html.js";
import { groupOf, serviceOf } from "../choices.js";
import { mayAdd } from "../further.js";
import { icon } from "../icons.js";
import { bookedButton } from "./code.js";
import { keyHint } from "./parts.js";

/** Does the screen itself show every language? The start does as long as they are on one page. */
function speaksAll({ shown, view, largest }) {
  return (
    shown === "offline" ||
    shown === "office_closed" ||
    (shown === "start" && view.languages.length <= largest)
  );
}

export function frame(scene, content) {
  const languages = speaksAll(scene) ? nothing : languageBar(scene);
  const low = scene.prefs.low;
  return html`<div class="kiosk" data-step=${scene.shown} ?data-low=${low}>
    <div class="top">${header(scene)} ${low ? nothing : languages}</div>
    <main class="stage" data-scale=${scene.scale} ?data-dense=${scene.dense}>${content}</main>
    <div class="bottom">${wayBar(scene)} ${low ? languages : nothing} ${toolBar(scene)}</div>
  </div>`;
}

function header({ view, words, clock }) {
  const training = view.training ? html`<p class="training">${words.t("training")}</p>` : nothing;
  const { logo, name } = view.office;
  return html`<header class="head">
    ${logo ? html`<img class="logo" src=${logo} alt="" />` : html`<span class="logo mark" aria-hidden="true">${icon("pin")}</span>`}
    <p class="who"><strong>${words.name(name)}</strong> <span>${words.name(view.branch.name)}</span></p>
    ${training}
    <time class="clock">${clock}</time>
  </header>`;
}

function languageBar(scene) {
  return html`<nav class="languages" aria-label=${scene.words.t("word.language")}>
    ${scene.view.languages.map(
      ({ id, name }) => html`<button
        lang=${id}
        aria-current=${id === scene.words.wanted ? "true" : nothing}
        @click=${() => scene.chooseLanguage(id)}
      >
        ${name}
      </button>`,
    )}
  </nav>`;
}

const WITHOUT_WAY = ["start", "issuing", "done", "found", "attending", "offline", "office_closed"];

function wayBar(scene) {
  const { t } = scene.words;
  if (WITHOUT_WAY.includes(scene.shown)) return nothing;
  return html`<nav class="way" aria-label=${t("nav.way")}>
    <button class="quiet" data-back @click=${scene.back}>${icon("back")}<span>${t("nav.back")}</span></button>
    ${bookedButton(scene)} ${anotherButton(scene)}
    <p class="trail">${trail(scene)}</p>
    <button class="quiet" @click=${scene.leave}>${icon("restart")}<span>${t("nav.restart")}</span></button>
  </nav>`;
}

/** One more service for the same ticket. */
function anotherButton({ shown, view, visit, words, addService }) {
  if (shown !== "confirm" || !mayAdd(view, visit)) return nothing;
  return html`<button class="booked" data-another @click=${addService}>
    ${keyHint(1)}${icon("plus")}<span>${words.t("confirm.another")}</span>
  </button>`;
}

/** What was chosen so far, once the screen itself no longer says it. */
function trail({ view, visit, words }) {
  const service = serviceOf(view, visit.service);
  if (!service || !["cases", "needs", "help", "class"].includes(visit.step)) return nothing;
  const group = groupOf(view, visit.group);
  return html`<span class="visually-hidden">${words.t("nav.chosen")}: </span>${group ? html`<span>${words.name(group.name)}</span> › ` : nothing}<strong>${words.name(service.name)}</strong>`;
}

const TOOLS = [
  ["contrast", "contrast"],
  ["large", "large"],
  ["low", "low"],
  ["speech", "speech"],
];

function toolBar(scene) {
  const { t } = scene.words;
  return html`<aside class="tools" aria-label=${t("tool.group")}>
    <button @click=${scene.openHelp} data-help>${icon("help")}<span>${t("tool.help")}</span></button>
    ${TOOLS.map(
      ([
        pref,
        image,
      ]) => html`<button aria-pressed=${scene.prefs[pref]} data-tool=${pref} @click=${() => scene.toggle(pref)}>
        ${icon(image)}<span>${t(`tool.${pref}`)}</span>
      </button>`,
    )}
  </aside>`;
}

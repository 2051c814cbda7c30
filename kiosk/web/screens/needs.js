// Which help the visitor needs, and which precedence they ask for.

import { html } from "/static/vendor/lit-html.js";
import { needsOf, pageOf } from "../choices.js";
import { icon } from "../icons.js";
import { choices, keyHint, listed, primary, screen, title } from "./parts.js";

/** Help and precedence on one page; the way to each where that page would be too full. */
export function needs(scene) {
  const { help: helps, classes, apart } = needsOf(scene.view);
  const options = [...helpOptions(scene, helps), ...classOptions(scene, classes)];
  if (helps.length === 0) return asking(scene, "needs.title_class", options);
  if (classes.length === 0) return asking(scene, "needs.title_help", options);
  return apart ? fork(scene, helps, classes) : asking(scene, "needs.title", options);
}

/** Behind `needs`: the help alone. */
export function help(scene) {
  return asking(scene, "needs.title_help", helpOptions(scene, needsOf(scene.view).help), true);
}

/** Behind `needs`: the precedence alone. */
export function visitorClass(scene) {
  return asking(scene, "needs.title_class", classOptions(scene, needsOf(scene.view).classes), true);
}

function helpOptions({ visit, toggleNeed }, helps) {
  return helps.map(({ id, name }) => ({
    name,
    over: null,
    on: visit.needs.includes(id),
    toggle: () => toggleNeed(id),
  }));
}

function classOptions({ visit, toggleClass }, classes) {
  return classes.map(({ id, name, staff_confirms: confirms }) => ({
    name,
    over: confirms ? "needs.precedence_confirmed" : "word.precedence",
    on: visit.visitorClass === id,
    toggle: () => toggleClass(id),
  }));
}

/** `behind`: this page lies behind another, which its button goes back to. */
function asking(scene, question, options, behind = false) {
  const { t } = scene.words;
  const page = pageOf(options, scene.visit.first, scene.largest);
  const some = options.some((each) => each.on);
  const label = behind ? "needs.ready" : some ? "needs.continue" : "needs.none";
  return screen(
    "asking",
    title(t(question)),
    html`${choices(scene, page, (each, place) => option(scene.words, each, place))}
    ${primary(t(label), scene.carryOn, behind ? "check" : "onward")}`,
  );
}

function option(words, { name, over, on, toggle }, place) {
  return html`<button class="choice option" data-choice aria-pressed=${on} @click=${toggle}>
    ${keyHint(place)}
    <span class="choice-text">
      ${over && html`<span class="choice-over">${words.t(over)}</span>`}
      <span class="choice-name">${words.name(name)}</span>
    </span>
    <span class="box">${icon("check")}</span>
  </button>`;
}

function fork(scene, helps, classes) {
  const { visit, words, askNeeds } = scene;
  const help = {
    label: "needs.fork_help",
    all: helps,
    chosen: helps.filter((need) => visit.needs.includes(need.id)),
    ask: () => askNeeds("help"),
  };
  const precedence = {
    label: "needs.fork_class",
    all: classes,
    chosen: classes.filter((each) => each.id === visit.visitorClass),
    ask: () => askNeeds("class"),
  };
  const some = help.chosen.length > 0 || precedence.chosen.length > 0;
  return screen(
    "asking",
    title(words.t("needs.title")),
    html`${choices(scene, pageOf([help, precedence], 0), (each, place) => wayTo(words, each, place))}
    ${primary(words.t(some ? "needs.continue" : "needs.none"), scene.carryOn)}`,
  );
}

function wayTo(words, { label, all, chosen, ask }, place) {
  const below =
    chosen.length > 0
      ? html`<span class="choice-chosen">${icon("check")}<span>${listed(words, chosen, ", ")}</span></span>`
      : html`<span class="choice-inside">${listed(words, all, " · ")}</span>`;
  return html`<button class="choice" data-choice @click=${ask}>
    ${keyHint(place)}
    <span class="choice-text"><span class="choice-name">${words.t(label)}</span>${below}</span>
    ${icon("onward")}
  </button>`;
}

// What the kiosk asks about the visit: how many matters, which help, which precedence.

import { html } from "/static/vendor/lit-html.js";
import { pageOf, precedenceClasses, serviceOf } from "../choices.js";
import { icon } from "../icons.js";
import { way } from "../state.js";
import { choices, keyHint, primary, screen, title } from "./parts.js";

export function cases(scene) {
  const { view, visit, words } = scene;
  const most = serviceOf(view, visit.service).max_cases;
  const counts = Array.from({ length: most }, (_, index) => index + 1);
  const lead = html`${title(words.t("cases.title"))}
    <p class="hint" data-spoken>${words.t("cases.hint")}</p>`;
  const draw = (count, place) => html`<button class="choice count" data-choice @click=${() => scene.chooseCases(count)}>
    ${keyHint(place)}<span class="choice-name">${words.cases(count)}</span>
  </button>`;
  return screen("cases", lead, choices(scene, pageOf(counts, visit.first, scene.largest), draw));
}

/** Help and precedence on one page where they fit, else `needs` and then `class`. */
export function needs(scene) {
  const { view, words } = scene;
  const together = !way(view, scene.visit).includes("class");
  const classes = together ? precedenceClasses(view) : [];
  const key = view.needs.length === 0 ? "needs.title_class" : classes.length > 0 ? "needs.title" : "needs.title_help";
  return asking(scene, words.t(key), view.needs, classes);
}

export function visitorClass(scene) {
  return asking(scene, scene.words.t("needs.title_class"), [], precedenceClasses(scene.view));
}

function asking(scene, question, helps, classes) {
  const { visit, words } = scene;
  const chosen = helps.some((need) => visit.needs.includes(need.id)) || classes.some((c) => c.id === visit.visitorClass);
  const items = [
    ...helps.map((need) => ({ ...need, on: visit.needs.includes(need.id), toggle: () => scene.toggleNeed(need.id) })),
    ...classes.map((c) => ({ ...c, precedence: true, on: visit.visitorClass === c.id, toggle: () => scene.toggleClass(c.id) })),
  ];
  const page = pageOf(items, visit.first, scene.largest);
  return screen(
    "asking",
    title(question),
    html`${choices(scene, page, (item, place) => option(words, item, place))}
      ${primary(words.t(chosen ? "needs.continue" : "needs.none"), scene.carryOn)}`,
  );
}

function option(words, item, place) {
  return html`<button class="choice option" data-choice aria-pressed=${item.on} @click=${item.toggle}>
    ${keyHint(place)}
    <span class="choice-text">
      <span class="choice-over">${words.t(over(item))}</span>
      <span class="choice-name">${words.name(item.name)}</span>
    </span>
    <span class="box">${icon("check")}</span>
  </button>`;
}

function over({ precedence, staff_confirms: confirms }) {
  if (!precedence) return "needs.help";
  return confirms ? "needs.precedence_confirmed" : "word.precedence";
}

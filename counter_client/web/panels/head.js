// The top line: which counter this is, who works at it, how it stands, and the page's own settings.

import { html, nothing } from "/static/vendor/lit-html.js";
import { possible } from "../actions.js";
import { nameOf, phrase } from "../names.js";
import { LANGUAGES, THEMES } from "../preferences.js";
import { actionButton } from "./button.js";
import { trainingSign } from "./notices.js";

export function head(desk) {
  const { view, branch, language } = desk.state;
  const profile = view.open && view.profile ? nameOf(branch.profiles, view.profile, language) : "";
  return html`<header class="head">
    <h1 class="head-name">
      <span class="head-label">${view.label}</span>
      <span class="head-names">
        <span class="head-counter">${phrase(view.name, language)}</span>
        <span class="head-branch">${phrase(branch.name, language)}</span>
      </span>
    </h1>
    ${standing(desk)} ${trainingSign(desk)}
    <p class="head-clerk wide">
      <span class="head-who">${view.open ? view.clerk : ""}</span>
      <span class="head-profile">${profile}</span>
    </p>
    <p class="head-served">
      <span class="wide">${desk.t("head.served_today")}</span
      ><span class="bar" aria-hidden="true">✓</span
      ><span class="visually-hidden bar">${desk.t("head.served_today")}</span>
      <b>${view.served_today}</b>
    </p>
    <div class="head-actions wide">
      ${actionButton(desk, "alarm", { kind: "small danger" })}
      ${actionButton(desk, "pause", { text: pauseText(desk), kind: "small" })}
      ${actionButton(desk, "session", { text: sessionText(desk), kind: "small" })}
      ${lockButton(desk)} ${onTopButton(desk)}
      ${actionButton(desk, "help", { text: desk.t("action.settings"), kind: "small" })}
      <signed-in language=${language}></signed-in>
    </div>
  </header>`;
}

/** How the counter stands, in a word and a sign. */
function standing(desk) {
  const { view, connected } = desk.state;
  const state = !connected ? "lost" : view.held ? "held" : stateOf(view);
  const sign = { lost: "✕", held: "●", closed: "○", paused: "❙❙", open: "●" }[state];
  const words = { lost: "head.lost", held: "head.held" }[state] ?? `counter.${state}`;
  const text = desk.t(words, { clerk: view.held?.clerk });
  return html`<p class="standing" data-standing=${state}>
    <span aria-hidden="true">${sign}</span> ${text}
  </p>`;
}

function stateOf(view) {
  if (!view.open) return "closed";
  return view.paused ? "paused" : "open";
}

export function pauseText(desk) {
  return desk.t(desk.state.view.paused ? "verb.resume" : "verb.pause");
}

export function sessionText(desk) {
  const { view } = desk.state;
  if (view.held) return desk.t("action.take_over");
  return desk.t(view.open ? "action.close" : "action.open");
}

/** Away for a while; nobody has to be, where nobody signs in. */
export function lockButton(desk, kind = "small") {
  return possible("lock", desk.state, desk.clock) ? actionButton(desk, "lock", { kind }) : nothing;
}

/** The way to a small window on top of other work and back, where the browser has one. */
export function onTopButton(desk, kind = "small") {
  return possible("ontop", desk.state, desk.clock)
    ? actionButton(desk, "ontop", { kind })
    : nothing;
}

/** The clerk's language, and the page's light or dark. */
export function settings(desk) {
  return html`${languageSetting(desk)} ${themeSetting(desk)}`;
}

function languageSetting(desk) {
  const { language } = desk.state;
  return html`<label class="setting">
    <span class="visually-hidden">${desk.t("word.language")}</span>
    <select name="language" @change=${(event) => desk.choose(event.target.value)}>
      ${LANGUAGES.map(({ id, name }) => html`<option value=${id} lang=${id} ?selected=${id === language}>${name}</option>`)}
    </select>
  </label>`;
}

function themeSetting(desk) {
  const { theme } = desk.state;
  return html`<label class="setting">
    <span class="visually-hidden">${desk.t("theme")}</span>
    <select name="theme" @change=${(event) => desk.wear(event.target.value)}>
      ${THEMES.map((id) => html`<option value=${id} ?selected=${id === theme}>${desk.t(`theme.${id}`)}</option>`)}
    </select>
  </label>`;
}

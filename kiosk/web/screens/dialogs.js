// Dialogs over the screen: is anyone still here, and help.

import { html, nothing } from "/static/vendor/lit-html.js";
import { staffed } from "./parts.js";

export function stillHere(scene) {
  const { words, visit, secondsLeft } = scene;
  if (secondsLeft === null) return nothing;
  const { t } = words;
  return html`<dialog class="dialog" data-modal="idle" role="alertdialog" aria-labelledby="idle-title" aria-describedby="idle-text" @cancel=${scene.stay}>
    <p class="countdown" aria-hidden="true">${secondsLeft}</p>
    <h2 id="idle-title" data-spoken>${t("idle.title")}</h2>
    ${visit.ticket ? html`<p class="still-number">${t("done.title")}: <strong>${visit.ticket.number}</strong></p>` : nothing}
    <p id="idle-text" data-spoken>${t("idle.text", { count: secondsLeft })}</p>
    <div class="dialog-controls">
      <button class="primary" data-first @click=${scene.stay}>${t("idle.stay")}</button>
      <button class="quiet" @click=${scene.leave}>${t("idle.leave")}</button>
    </div>
  </dialog>`;
}

const KEYS = [
  ["↑ ↓ Tab", "help.key_move"],
  ["Enter", "help.key_choose"],
  ["1 – 9", "help.key_digits"],
  ["Esc", "help.key_back"],
  ["*", "tool.speech"],
  ["#", "help.key_repeat"],
  ["+ −", "help.key_volume"],
];

export function help(scene) {
  const { t } = scene.words;
  if (!scene.helping) return nothing;
  return html`<dialog class="dialog" data-modal="help" aria-labelledby="help-title" @cancel=${scene.closeHelp}>
    <h2 id="help-title" data-spoken>${t("help.title")}</h2>
    ${staffed(scene)}
    <dl class="keys">
      ${KEYS.map(([key, meaning]) => html`<div><dt>${key}</dt><dd>${t(meaning)}</dd></div>`)}
    </dl>
    <p class="visually-hidden" data-spoken>${t("speech.keys")}</p>
    <div class="dialog-controls">
      <button class="primary" data-first @click=${scene.closeHelp}>${t("help.close")}</button>
    </div>
  </dialog>`;
}

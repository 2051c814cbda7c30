// The pieces that several screens share. A screen is a title and what it tells (`lead`), then its controls.

import { html, nothing } from "/static/vendor/lit-html.js";
import { icon } from "../icons.js";

/** A screen: `lead` to read, `controls` to touch. `kind` names its layout. */
export function screen(kind, lead, controls = nothing) {
  return html`<div class="screen ${kind}">
    <div class="lead">${lead}</div>
    <div class="controls">${controls}</div>
  </div>`;
}

export function title(text) {
  return html`<h1 tabindex="-1" data-spoken>${text}</h1>`;
}

export function primary(label, onClick, image = "onward") {
  const words = html`<span>${label}</span>`;
  const content = image === "back" ? [icon(image), words] : [words, icon(image)];
  return html`<button class="primary" data-primary @click=${onClick}>${keyHint(0)}${content}</button>`;
}

/** A page of choices with its pager. `render(item, place)` draws one choice; `place` counts from 1. */
export function choices(scene, page, render) {
  return html`<ol class="choices" data-count=${page.items.length} role="list">
      ${page.items.map((item, index) => html`<li>${render(item, index + 1)}</li>`)}
    </ol>
    ${pager(scene, page)}`;
}

/** Back and forth between pages; nothing where there is only one. */
export function pager(scene, { page, pages, start, length }) {
  if (pages === 1) return nothing;
  const { t } = scene.words;
  const turn = (first) => () => scene.turnPage(first);
  return html`<div class="pager">
    <button class="quiet" ?disabled=${page === 0} @click=${turn(start - length)}>
      ${icon("up")}<span>${t("pager.previous")}</span>
    </button>
    <p class="page-number">${t("pager.page", { page: page + 1, pages })}</p>
    <button class="quiet" data-more ?disabled=${page === pages - 1} @click=${turn(start + length)}>
      <span>${t("pager.more")}</span>${icon("down")}
    </button>
  </div>`;
}

/** The digit that chooses this, for who uses keys. */
export function keyHint(place) {
  return html`<span class="key" aria-hidden="true">${place}</span>`;
}

/** The names of what the office calls `items`, one after another. */
export function listed(words, items, between) {
  return items.map((item, index) => html`${index > 0 ? between : nothing}${words.name(item.name)}`);
}

/** An expected wait: short to see, whole to hear. */
export function wait(words, seconds) {
  const { shown, spoken } = words.wait(seconds);
  return html`<span class="fact">${icon("clock")}<span aria-hidden="true">${shown}</span
    ><span class="visually-hidden">${spoken}</span></span>`;
}

/** Where staff help instead of the kiosk. */
export function staffed(scene, label = scene.words.t("staffed.where")) {
  const { words, view } = scene;
  const place = view.kiosk.staffed;
  return html`<div class="staffed" data-spoken>
    ${icon("desk")}
    <p>
      ${
        place
          ? html`<span class="label">${label}</span> <strong>${words.name(place)}</strong>`
          : html`<strong>${words.t("staffed.anyone")}</strong>`
      }
    </p>
  </div>`;
}

export function notice(image, text) {
  return html`<p class="notice" data-spoken>${icon(image)}<span>${text}</span></p>`;
}

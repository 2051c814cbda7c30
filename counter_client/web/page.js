// The page of one counter: drawn whole from the desk's state, on any change and every second.

import { html, nothing, render } from "/static/vendor/lit-html.js";
import { DIALOGS } from "./dialogs/index.js";
import { controls, messageLine } from "./panels/controls.js";
import { head } from "./panels/head.js";
import { locked } from "./panels/locked.js";
import { notices } from "./panels/notices.js";
import { opening } from "./panels/opening.js";
import { queue } from "./panels/queue.js";
import { ticketFacts, ticketHead } from "./panels/ticket.js";
import { shownTheme } from "./preferences.js";

/** Draw `desk` into `root`. */
export function drawDesk(desk, root) {
  desk.state = { ...desk.state, dialog: dialogNow(desk.state) };
  render(pageOf(desk), root);
  wear(desk, desk.window.document);
  showAway(desk);
  showDialog(desk, root.querySelector("dialog"));
  document.title = titleOf(desk);
}

/** Language and theme belong to the whole document that the page lives in. */
export function wear({ state }, ...documents) {
  for (const { documentElement } of new Set([document, ...documents])) {
    documentElement.lang = state.language;
    documentElement.dataset.theme = shownTheme(state.theme);
  }
}

/** While the page is a small window on top, its old place says so and offers to bring it back. */
function showAway(desk) {
  const away = desk.window !== window;
  const words = html`<p>${desk.t?.("ontop.away")}</p>
    <button type="button" class="action" @click=${() => desk.act("ontop")}>
      <span class="action-text">${desk.t?.("ontop.back")}</span>
    </button>`;
  render(away ? words : nothing, document.getElementById("away"));
}

/**
 * A dialog about a ticket that meanwhile left closes by itself; one that follows the queue does so. While the
 * page is locked it knows of no view, and what is asked there stays.
 */
function dialogNow({ dialog, view, locked }) {
  if (dialog && locked) return dialog;
  if (!dialog || !view) return null;
  const { still, follow } = DIALOGS[dialog.name];
  if (!still({ view, ticket: dialog.ticket })) return null;
  return follow ? { ...dialog, form: follow({ view }, dialog.form) } : dialog;
}

function pageOf(desk) {
  const { state } = desk;
  if (state.fault) return fault(desk);
  if (desk.t && state.locked) return html`${locked(desk)} ${dialogOf(desk)}`;
  if (!desk.t || !state.view || !state.branch) return nothing;
  return html`<div class="desk" data-open=${state.view.open} data-connected=${state.connected}>
      <div class="above">${head(desk)} ${notices(desk)}</div>
      <main class="main">
        ${state.view.open ? html`${ticketHead(desk)} ${controls(desk)}` : opening(desk)}
        ${messageLine(desk)}
        <div class="rest">${state.view.open ? ticketFacts(desk) : nothing} ${queue(desk)}</div>
      </main>
    </div>
    ${dialogOf(desk)}`;
}

function dialogOf(desk) {
  const { dialog } = desk.state;
  return html`<dialog
    aria-labelledby="dialog-title"
    @close=${(event) => {
      if (!event.target.open && desk.state.dialog) desk.set({ dialog: null });
    }}
  >
    ${dialog ? DIALOGS[dialog.name].show(desk, dialog.form) : nothing}
  </dialog>`;
}

/** What stands in place of the page when the address names nothing. */
export function fault(desk) {
  return html`<main class="fault">
    <h1>${desk.t(`fault.${desk.state.fault}`)}</h1>
    <p><a href="/">${desk.t("fault.first_page")}</a></p>
  </main>`;
}

/** Keep the native dialog open exactly while the state has one; another dialog opens anew, with its own focus. */
function showDialog(desk, element) {
  if (!element) return;
  const name = desk.state.dialog?.name ?? "";
  if (element.dataset.name === name && element.open === Boolean(name)) return;
  if (element.open) element.close();
  element.dataset.name = name;
  if (!name) return;
  element.showModal();
  if (element.querySelector("[autofocus]")) return;
  (element.querySelector("[type=submit]:not(:disabled)") ?? element.querySelector("h2")).focus();
}

function titleOf(desk) {
  const { view, branch } = desk.state;
  if (!desk.t || !view || !branch) return "Okienko";
  const counter = `${desk.t("word.counter")} ${view.label}`;
  return view.ticket ? `${view.ticket.number} – ${counter}` : counter;
}

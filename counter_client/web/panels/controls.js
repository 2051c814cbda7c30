// The buttons of the desk, each always in its place, and the line that says what happened.

import { html, nothing } from "/static/vendor/lit-html.js";
import { asking } from "../actions.js";
import { asTimer, secondsUntil } from "../time.js";
import { actionButton } from "./button.js";

export function controls(desk) {
  const { view } = desk.state;
  return html`<section class="controls" aria-label=${desk.t("controls")}>
    <div class="row row-main">
      ${primary(desk)} ${actionButton(desk, "more", { kind: "bar more" })}
    </div>
    <div class="row row-visit">
      ${actionButton(desk, "recall")}
      ${actionButton(desk, "start", { text: desk.t("action.start") })}
      ${actionButton(desk, "finish")}
    </div>
    <div class="row wide">
      ${noShowButton(desk)} ${actionButton(desk, "return", { text: desk.t("action.return") })}
      ${actionButton(desk, "park")} ${actionButton(desk, "transfer")}
    </div>
    <div class="row row-lists wide">
      ${actionButton(desk, "waiting")} ${actionButton(desk, "serve")}
      ${actionButton(desk, "missed", { count: view.missed.length })}
      ${actionButton(desk, "precedence", { count: asking(view).length, kind: "urgent" })}
    </div>
  </section>`;
}

/** The one primary button: next; while the counter is paused, back to work. */
export function primary(desk) {
  if (desk.state.view.paused)
    return actionButton(desk, "pause", { text: desk.t("verb.resume"), kind: "primary" });
  return actionButton(desk, "next", { kind: "primary" });
}

/** No-show says in the place of its key what it still waits for. */
export function noShowButton(desk) {
  return actionButton(desk, "no_show", { detail: noShowAwaits(desk) });
}

/** What comes before a no-show: the time left since the last call, or another call. */
export function noShowAwaits(desk) {
  const { ticket, no_show_after } = desk.state.view;
  if (ticket?.state !== "called") return undefined;
  if (!no_show_after) {
    return html`<span aria-hidden="true">↻</span
      ><span class="visually-hidden">${desk.t("action.after_recall")}</span>`;
  }
  const left = secondsUntil(no_show_after, desk.clock);
  if (!left) return undefined;
  return html`<span class="visually-hidden">${desk.t("action.in")}</span> ${asTimer(left)}`;
}

/** What happened last, and undo beside it, while there is something to undo. */
export function messageLine(desk) {
  const { message, connected, view } = desk.state;
  const lost = !connected;
  const kind = lost ? "bad" : (message?.kind ?? "none");
  return html`<section class="outcome" aria-label=${desk.t("message")}>
    <p class="message" data-kind=${kind} role="status">
      ${kind === "none" ? nothing : html`<span class="message-sign" aria-hidden="true">${kind === "bad" ? "!" : "✓"}</span>`}
      <span>${lost ? desk.t("lost") : (message?.text ?? nothing)}</span>
    </p>
    ${view.open ? undoButton(desk) : nothing}
  </section>`;
}

/** Undo says what it would undo and how long that is possible. */
export function undoButton(desk, kind = "undo") {
  const left = secondsUntil(desk.state.view.undo?.until, desk.clock);
  const { undo } = desk.state.view;
  if (!left) return actionButton(desk, "undo", { kind });
  const text = desk.t("action.undo_what", { what: desk.t(`undo.${undo.action}`) });
  return actionButton(desk, "undo", { text, detail: asTimer(left), kind });
}

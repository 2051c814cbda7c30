// The page, drawn whole: what needs someone first, then counters, services, and the rest.

import {
  appointmentsLink,
  fault,
  head,
  messageLine,
  suspendedBanner,
} from "/static/floor/frame.js";
import { dialogOf, showDialog } from "/static/floor/sheet.js";
import { phrase, plain } from "/static/floor/words.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";
import { counters } from "./counters.js";
import { DIALOGS } from "./dialogs/index.js";
import { alarms, alerts } from "./needed.js";
import { deviations, devices, messages } from "./rest.js";
import { services } from "./services.js";

export function draw(page, root) {
  render(pageOf(page), root);
  showDialog(page, root);
  const { view, language } = page.state;
  const waiting = view ? view.alarms.filter(({ seen_at }) => seen_at === null).length : 0;
  const name = view ? plain(view.name, language) : "Okienko";
  document.title = `${waiting ? "⚠ " : ""}${page.t("title")} – ${name}`;
}

function pageOf(page) {
  const { state } = page;
  if (state.fault) return fault(page);
  if (!state.view) return nothing;
  const { view, language } = state;
  return html`<div data-connected=${state.connected}>
      <div class="top">
        ${head(page, {
          title: page.t("title"),
          place: phrase(view.name, language),
          timeZone: view.time_zone,
          actions: html`${appointmentsLink(page)} ${actions(page)}`,
        })}
        ${suspendedBanner(page, resumeButton(page))}
      </div>
      <main class="main supervisor">
        <div class="needed">${alarms(page)} ${alerts(page)}</div>
        ${counters(page)} ${services(page)}
        <div class="rest">${devices(page)} ${messages(page)} ${deviations(page)}</div>
      </main>
      ${messageLine(page)}
    </div>
    ${dialogOf(page, DIALOGS)}`;
}

function actions(page) {
  const { suspended } = page.state.view;
  return html`<button
      type="button"
      class="action"
      data-action="message"
      @click=${() => page.ask("message", { minutes: "", urgent: false, running: false })}
    >
      ${page.t("message.add")}
    </button>
    <button
      type="button"
      class="action"
      data-action="suspend"
      ?disabled=${Boolean(suspended)}
      @click=${() => page.ask("suspend", { scope: "branch", reason: "", own: "" })}
    >
      ${page.t("verb.suspend")}
    </button>
    <button
      type="button"
      class="action danger"
      data-action="fire"
      ?disabled=${Boolean(suspended?.fire)}
      @click=${() => page.ask("fire", { reason: "", own: "" })}
    >
      ${page.t("fire.button")}
    </button>`;
}

function resumeButton(page) {
  return html`<button
    type="button"
    class="action primary"
    data-action="resume"
    @click=${() => page.ask("resume", {})}
  >
    ${page.t("verb.resume_branch")}
  </button>`;
}

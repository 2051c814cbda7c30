// What a clerk must see before anything else: a suspension, the counter's own alarm, calls to help.

import { html, nothing } from "/static/vendor/lit-html.js";
import { phrase } from "../names.js";
import { asHour } from "../time.js";

export function notices(desk) {
  const { view } = desk.state;
  return html`<div class="notices">
    ${suspended(desk)} ${suspendedServices(desk)} ${view.alarm ? alarm(desk) : nothing}
    ${view.help.map((asked) => help(desk, asked))}
  </div>`;
}

/** Staff learn here: nobody is called in earnest. */
export function trainingSign(desk) {
  return desk.state.view.training
    ? html`<p class="standing" data-standing="paused">${desk.t("training")}</p>`
    : nothing;
}

function suspended(desk) {
  const { view, language } = desk.state;
  if (!view.suspended) return nothing;
  const { fire, reason, exits } = view.suspended;
  return html`<section class="notice" data-kind=${fire ? "fire" : "warn"} role="alert">
    <p>
      <strong>${desk.t(fire ? "suspended.fire" : "suspended.branch")}</strong>
      ${phrase(reason, language)}
    </p>
    ${exits ? html`<p>${phrase(exits, language)}</p>` : nothing}
  </section>`;
}

function suspendedServices(desk) {
  const { view, language } = desk.state;
  if (view.suspended || !view.suspended_services.length) return nothing;
  return html`<section class="notice" data-kind="warn" role="status">
    <p>
      <strong>${desk.t("suspended.services")}</strong>
      ${view.suspended_services.map(
        ({ name, reason }, at) =>
          html`${at ? "; " : ""}${phrase(name, language)} (${phrase(reason, language)})`,
      )}
    </p>
  </section>`;
}

/** The counter's own emergency call: sent, and then someone comes. */
function alarm(desk) {
  const { alarm: own } = desk.state.view;
  const words = own.seen_at
    ? desk.t("alarm.seen", { name: own.seen_by ?? "" })
    : desk.t("alarm.sent");
  return html`<section class="notice" data-kind=${own.seen_at ? "good" : "bad"} role="alert">
    <p><strong>${words}</strong></p>
  </section>`;
}

function help(desk, asked) {
  const { language, branch, connected, pending } = desk.state;
  return html`<section class="notice" data-kind="warn" role="alert">
    <p>
      <strong>${desk.t("help_asked.title")}</strong>
      ${asked.text ?? ""}
      <span class="note">${asked.name ?? ""} ${asHour(asked.at, language, branch.time_zone)}</span>
    </p>
    <button
      type="button"
      class="action small"
      data-dismiss=${asked.id}
      ?disabled=${!connected || Boolean(pending)}
      @click=${() => desk.commands.dismissHelp(asked.id)}
    >
      <span class="action-text">${desk.t("help_asked.dismiss")}</span>
    </button>
  </section>`;
}

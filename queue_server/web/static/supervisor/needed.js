// What needs someone: emergency calls first, then what is past its thresholds or out of order.

import { command } from "/static/floor/page.js";
import { asHour, asMinutes, find, nameOf, phrase } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

/** The emergency calls that stand. */
export function alarms(page) {
  const { view } = page.state;
  return view.alarms.map((alarm) => alarmBanner(page, alarm));
}

function alarmBanner(page, alarm) {
  const { view, language } = page.state;
  const seen = alarm.seen_at !== null;
  const acknowledge = () =>
    command(page, `${page.path}/alarms/${alarm.id}/acknowledge`, {}, page.t("alarm.said"));
  return html`<section class="banner alarm" data-kind=${seen ? "warn" : "bad"} role="alert">
    <p>
      <strong>${page.t("alarm.title", { counter: labelOf(view, alarm.counter) })}</strong>
      ${alarm.name ?? ""} · ${asHour(alarm.at, language, view.time_zone)}
      ${alarm.locked ? html`<br />${page.t("alarm.locked")}` : nothing}
      ${alarm.text ? html`<br />${alarm.text}` : nothing}
      ${seen ? html`<br />${page.t("alarm.seen", { name: alarm.seen_by ?? "" })}` : nothing}
    </p>
    <div class="banner-buttons">
      ${
        seen
          ? nothing
          : html`<button type="button" class="action danger" data-action="acknowledge" @click=${acknowledge}>
              ${page.t("alarm.acknowledge")}
            </button>`
      }
      ${
        page.alarm.blocked()
          ? html`<button type="button" class="action" @click=${() => page.alarm.unblock()}>
              ${page.t("alarm.sound")}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="action"
        data-action="end-alarm"
        @click=${() => page.ask("endAlarm", { alarm: alarm.id, note: "" })}
      >
        ${page.t("alarm.end")}
      </button>
    </div>
  </section>`;
}

/** What a supervisor should look at, each in one line. */
export function alerts(page) {
  const { view } = page.state;
  if (!view.alerts.length) return nothing;
  return html`<section class="panel" aria-labelledby="alerts-title">
    <h2 id="alerts-title">
      ${page.t("alerts.title")} <span class="chip" data-kind="warn">${view.alerts.length}</span>
    </h2>
    <ul class="alerts">
      ${view.alerts.map(
        (alert) => html`<li class="alert" data-kind=${alert.kind}>
          <span aria-hidden="true">⚠</span> ${alertWords(page, alert)}
          ${alert.kind === "issue_stopped" ? allowing(page, alert.service) : nothing}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** Tickets may be issued although their visitors would be called past closing. */
function allowing(page, service) {
  const allow = () =>
    command(page, `${page.path}/services/${service}/allow`, {}, page.t("alert.allowed"));
  return html`<button type="button" class="action small" data-action="allow" @click=${allow}>
    ${page.t("alert.allow")}
  </button>`;
}

const OF_SERVICE = ["many_waiting", "long_wait", "unserved", "issue_stopped"];
const OF_DISPLAY = ["display_mute", "display_lost"];

function alertWords(page, alert) {
  const { view, language } = page.state;
  const said = (name) =>
    html`<b>${name}</b>: ${page.t(`alert.${alert.kind}`, numbers(page, alert))}`;
  if (OF_SERVICE.includes(alert.kind)) return said(nameOf(view.services, alert.service, language));
  if (OF_DISPLAY.includes(alert.kind)) return said(nameOf(view.displays, alert.display, language));
  if (alert.kind === "silent_area") return said(areaName(page, alert.sound_area));
  if (alert.kind === "printer") {
    const state = page.t(`printer.${alert.state}`);
    return html`<b>${nameOf(view.printers, alert.printer, language)}</b>: ${state}`;
  }
  if (alert.kind === "uncertain_slip") return said(alert.number);
  if (alert.kind === "agent_away") return said(alert.agent);
  if (alert.kind === "device_lost") return said(alert.id);
  return alert.kind;
}

function numbers(page, alert) {
  return {
    count: alert.waiting ?? "",
    limit: alert.kind === "long_wait" ? asMinutes(page.t, alert.limit) : alert.limit,
    time: alert.seconds === undefined ? "" : asMinutes(page.t, alert.seconds),
    device: alert.device ? page.t(`devices.${alert.device}`) : "",
  };
}

/** A sound area by the names of its zones. */
function areaName(page, area) {
  const { view, language } = page.state;
  const zones = view.zones.filter((zone) => (zone.sound_area ?? zone.id) === area);
  return zones.length
    ? zones.map((zone, at) => html`${at ? ", " : ""}${phrase(zone.name, language)}`)
    : area;
}

export function labelOf(view, counter) {
  return find(view.counters, counter)?.label ?? counter;
}

// The services: who waits, the longest, what a newcomer would, and whether tickets are issued.

import { reportLink } from "/static/floor/frame.js";
import { asHour, asMinutes, asWait, phrase, plain } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

export function services(page) {
  const { view } = page.state;
  return html`<section class="panel services" aria-labelledby="services-title">
    <div class="panel-head">
      <h2 id="services-title">${page.t("services.title")}</h2>
      ${view.training ? nothing : reportLink(page)}
    </div>
    <table class="stacks">
      <thead>
        <tr>
          <th scope="col">${page.t("word.service")}</th>
          <th scope="col" class="number">${page.t("services.waiting")}</th>
          <th scope="col" class="number">${page.t("services.longest")}</th>
          <th scope="col" class="number">${page.t("services.expected")}</th>
          <th scope="col">${page.t("services.state")}</th>
        </tr>
      </thead>
      <tbody>
        ${view.services.map((service) => row(page, service))}
      </tbody>
    </table>
  </section>`;
}

function row(page, service) {
  const { language } = page.state;
  const many = service.alert_waiting !== null && service.waiting > service.alert_waiting;
  const limit = service.alert_wait_minutes;
  const long = limit !== null && service.longest_wait_seconds > limit * 60;
  const over = (is) => (is ? "over" : "");
  const longest = service.waiting ? asMinutes(page.t, service.longest_wait_seconds) : "–";
  return html`<tr data-service=${service.id}>
    <th scope="row"><span class="prefix">${service.prefix}</span> ${phrase(service.name, language)}</th>
    <td class="number" data-label=${page.t("services.waiting")}><span class=${over(many)}>${many ? "⚠ " : ""}${service.waiting}</span></td>
    <td class="number" data-label=${page.t("services.longest")}><span class=${over(long)}>${long ? "⚠ " : ""}${longest}</span></td>
    <td class="number" data-label=${page.t("services.expected")}>${asWait(page.t, service.wait)}</td>
    <td class="all">
      <div class="state">
        <div>${stateChip(page, service)}</div>
        <button
          type="button"
          class="action small"
          @click=${() => page.ask("service", { service: service.id, until: "day_end", reason: "", own: "" })}
        >
          ${page.t("counters.act")}
          <span class="visually-hidden">${page.t("services.act_on", { service: plain(service.name, language) })}</span>
        </button>
      </div>
    </td>
  </tr>`;
}

export function stateChip(page, service) {
  const { view, language } = page.state;
  const [kind, key] = service.open
    ? ["good", "services.issuing"]
    : service.reason === "suspended"
      ? ["warn", "services.suspended"]
      : ["warn", service.by_hand ? "services.closed_by_hand" : "services.closed"];
  const until = service.by_hand?.until;
  const alone = view.suspended_services.find((one) => one.service === service.id);
  return html`<span class="chip" data-kind=${kind}>${page.t(key)}</span>
    ${
      service.by_hand
        ? html`<span class="note"
            >${until ? page.t("by_hand.until", { hour: asHour(until, language, view.time_zone) }) : page.t("by_hand.open_end")}
            ${service.by_hand.reason ?? ""}</span
          >`
        : nothing
    }
    ${alone ? html`<span class="note">${reasonOf(page, alone)}</span>` : nothing}`;
}

/** Why a service is suspended by itself, and since when. */
function reasonOf(page, { reason, since }) {
  const { view, language } = page.state;
  return html`${phrase(reason, language)} ·
  ${page.t("suspended.since", { hour: asHour(since, language, view.time_zone) })}`;
}

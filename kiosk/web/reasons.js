// Why there are no tickets, when there are again, and whose words say so.

import { html, nothing } from "/static/vendor/lit-html.js";

const FULL = ["limit_reached", "numbers_exhausted", "wait_past_closing", "hourly_limit"];
const CLOSED = [
  "closed_hours",
  "not_yet",
  "break",
  "not_today",
  "day_off",
  "suspended",
  "closed_by_hand",
];

/** The reason of something that is closed, as far as this page knows it. */
export function reasonIn(reason) {
  return FULL.includes(reason) || CLOSED.includes(reason) ? reason : "closed_hours";
}

/** Are there no tickets left, although the office is open? */
export function isFull(reason) {
  return FULL.includes(reason);
}

/** A service's reason in a few words. */
export function shortly(words, service) {
  return words.t(`reason.${reasonIn(service.reason)}`, valuesOf(words, service));
}

/** A service's reason as a sentence, after the office's own words for it. */
export function sentence(words, service, reason) {
  const own = service?.says ? html`<strong>${words.name(service.says)}</strong>. ` : nothing;
  return html`${own}${words.t(`closed.${reasonIn(reason)}`, valuesOf(words, service))}`;
}

/** The heading over a reason, of a service. */
export function headingOf(words, reason) {
  if (reason === "hourly_limit") return words.t("closed.hour_title");
  return words.t(isFull(reason) ? "closed.full_title" : "closed.title");
}

/** When there are tickets again; `place` is a service or the view of the whole kiosk. */
export function again(words, place) {
  if (!place?.opens_at) return nothing;
  return html`${words.t("closed.again")} <strong>${words.name(place.opens_at)}</strong>`;
}

/** The whole kiosk: {heading, lines}. */
export function closing(words, view) {
  const reason = reasonIn(view.reason);
  const { t } = words;
  if (view.suspended) return interrupted(words, view.suspended);
  if (reason === "closed_by_hand")
    return { heading: t("suspended.title"), lines: [again(words, view)] };
  if (reason === "break") {
    const heading = view.says ? words.name(view.says) : t("office_closed.break");
    return { heading, lines: [html`<strong>${view.break}</strong>`, again(words, view)] };
  }
  if (isFull(reason)) {
    const hour = reason === "hourly_limit";
    const why = t(hour ? "closed.hourly_limit" : "closed.wait_past_closing");
    return { heading: headingOf(words, reason), lines: [why, again(words, view)] };
  }
  const today = ["day_off", "not_today"].includes(reason);
  return {
    heading: t(today ? "office_closed.today" : "office_closed.title"),
    lines: [words.name(view.says), opening(words, view)],
  };
}

/** Suspended: why, and that everybody keeps their place; in a fire, the way out. */
function interrupted(words, { fire, reason, exits }) {
  const { t } = words;
  if (fire)
    return { heading: t("fire.title"), lines: [html`<strong>${words.name(exits)}</strong>`] };
  return { heading: t("suspended.title"), lines: [words.name(reason), t("suspended.text")] };
}

function opening(words, view) {
  if (!view.opens_at) return words.t("office_closed.text");
  return html`${words.t("office_closed.opens")} <strong>${words.name(view.opens_at)}</strong>`;
}

function valuesOf(words, service) {
  return { break: service?.break ?? "", opens: words.plain(service?.opens_at) };
}

// Days and clocks of a branch, wherever the reader's computer thinks it is.

import { localeOf } from "/static/js/texts.js";
import { momentIn } from "/static/js/zones.js";

/** The branch's date at a moment (RFC 3339), as `2026-03-02`. */
export function dayOf(moment, timeZone) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone };
  return new Intl.DateTimeFormat("sv-SE", parts).format(new Date(moment));
}

export function today(view) {
  return dayOf(view.now, view.time_zone);
}

/** The date so many days after `day`. */
export function daysAfter(day, count) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The moment at which the branch's clocks show `clock` on `day`, as RFC 3339; null while one is missing. */
export function momentOf(day, clock, timeZone) {
  if (!day || !clock) return null;
  return momentIn(timeZone, `${day}T${clock}`);
}

/** "Mon, 2 March" in the reader's language. */
export function dayWords(day, language) {
  const date = new Date(`${day}T12:00:00Z`);
  const parts = { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(localeOf(language), parts).format(date);
}

/** "2 March, 10:20". */
export function momentWords(moment, language, timeZone) {
  const parts = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  };
  return new Intl.DateTimeFormat(localeOf(language), { ...parts, timeZone }).format(
    new Date(moment),
  );
}

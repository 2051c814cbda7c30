// Figures and times in the reader's language.

import { phrase } from "/static/floor/words.js";
import { localeOf } from "/static/js/texts.js";

const DAY_MS = 24 * 60 * 60 * 1000;

export function minutes(page, value) {
  if (value === null) return "–";
  return page.t("time.minutes", { minutes: minutesAlone(page.state.language, value) });
}

/** Minutes without their unit, for a column that has it. */
export function minutesAlone(language, value) {
  if (value === null) return "–";
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(localeOf(language), digits).format(value);
}

export function share(language, value) {
  if (value === null) return "–";
  return new Intl.NumberFormat(localeOf(language), { style: "percent" }).format(value);
}

/** A day (2026-03-02), a week (2026-W10) or a month (2026-03) in words. */
export function timeName(t, language, key) {
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(key) ?? [];
  if (week) return t("time.week", { week: Number(week), days: daysOf(language, year, week) });
  if (key.length === 7) return written(language, `${key}-01`, { month: "long", year: "numeric" });
  const day = { weekday: "short", day: "2-digit", month: "2-digit", year: "numeric" };
  return written(language, key, day);
}

/** As short as it may be, for a chart. */
export function timeShort(language, key) {
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(key) ?? [];
  if (week) return written(language, mondayOf(year, week), { day: "2-digit", month: "2-digit" });
  if (key.length === 7)
    return written(language, `${key}-01`, { month: "2-digit", year: "numeric" });
  return written(language, key, { day: "2-digit", month: "2-digit" });
}

/** A service by its name, a clerk; nobody is at a counter when visitors give up. */
export function groupName(page, { key, name }) {
  return name ? phrase(name, page.state.language) : key || page.t("nobody");
}

function daysOf(language, year, week) {
  const monday = mondayOf(year, week);
  const short = { day: "2-digit", month: "2-digit" };
  const sunday = new Date(monday.getTime() + 6 * DAY_MS);
  return `${written(language, monday, short)}–${written(language, sunday, { ...short, year: "numeric" })}`;
}

/** The first day of an ISO week; the fourth of January is always in the first. */
function mondayOf(year, week) {
  const fourth = new Date(`${year}-01-04`);
  const since = (fourth.getUTCDay() + 6) % 7;
  return new Date(fourth.getTime() + ((week - 1) * 7 - since) * DAY_MS);
}

function written(language, day, options) {
  const at = new Date(day);
  return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: "UTC" }).format(at);
}

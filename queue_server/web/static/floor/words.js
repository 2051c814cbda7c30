// Names by language, times and durations in words.

import { localeOf } from "/static/js/texts.js";
import { html } from "/static/vendor/lit-html.js";

/** What `texts` (an object by language) say; marked with its language when it is not the reader's. */
export function phrase(texts, language) {
  if (!texts || texts[language]) return texts?.[language] ?? "";
  const [other, text] = Object.entries(texts)[0] ?? ["", ""];
  return html`<span lang=${other}>${text}</span>`;
}

/** The same as plain text, for labels and options. */
export function plain(texts, language) {
  return texts?.[language] ?? Object.values(texts ?? {})[0] ?? "";
}

export function find(things, id) {
  return (things ?? []).find((thing) => thing.id === id);
}

/** The name of the `id` among `things`; the id itself where the office has no such thing any more. */
export function nameOf(things, id, language) {
  const thing = find(things, id);
  return thing ? phrase(thing.name, language) : id;
}

export function plainNameOf(things, id, language) {
  const thing = find(things, id);
  return thing ? plain(thing.name, language) : id;
}

/** Whole seconds since `moment`, never negative. */
export function secondsSince(moment, clock) {
  return Math.max(0, Math.floor((clock() - Date.parse(moment)) / 1000));
}

/** A duration in whole minutes: "4 min", "1 h 5 min", "< 1 min". */
export function asMinutes(t, seconds) {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  if (minutes < 1) return t("time.under_minute");
  if (minutes < 60) return t("time.minutes", { minutes });
  return t("time.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** 83 → "1:23". */
export function asTimer(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** The hour of `moment` in the branch's time zone: "10:15". */
export function asHour(moment, language, timeZone) {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(moment));
}

/** The day and the second of `moment`. */
export function asTime(moment, language, timeZone) {
  return new Intl.DateTimeFormat(localeOf(language), {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(moment));
}

/** A wait of {low, high} seconds: "10–15 min". */
export function asRange(t, wait) {
  if (!wait) return "–";
  const [low, high] = [Math.floor(wait.low / 60), Math.max(1, Math.ceil(wait.high / 60))];
  return t("time.minutes", { minutes: low === high ? low : `${low}–${high}` });
}

// Names by language, times and durations in words.

import { localeOf, waitMinutes } from "/static/js/texts.js";
import { timeWords, waitWords } from "/static/js/waits.js";
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
  return minutes < 1 ? t("time.under_minute") : timeWords(t, minutes);
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

/** A wait of {low, high} seconds, or a dash where it is not known. */
export function asWait(t, wait) {
  return wait ? waitWords(t, waitMinutes(wait)) : "–";
}

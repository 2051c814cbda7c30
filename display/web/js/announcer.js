// What to speak next, and how. Pure: the server's calls, what is settled, the server's time.

import { ageSeconds, keyOf } from "./calls.js";

/** A call older than this is not spoken any more. */
export const STALE_SECONDS = 60;

/** How long a chime, a short and a full announcement in one language take, about, pauses included. */
export const LENGTHS = { chimeSeconds: 1.5, shortSeconds: 2.6, fullSeconds: 5 };

/** The calls that wait to be spoken, oldest first. `settled` are the keys spoken, here or elsewhere. */
export function toSpeak(calls, settled, nowMs) {
  return calls
    .filter(
      (call) => call.spoken !== false && mayBeSpoken(call, nowMs) && !settled.includes(keyOf(call)),
    )
    .reverse();
}

/** Whether a call still stands: its visitor has not come yet, and it is not stale. */
export function mayBeSpoken(call, nowMs) {
  return call.active && ageSeconds(call, nowMs) < STALE_SECONDS;
}

/**
 * How the first of `queue` is spoken: {chime, short, languages}. Alone it is spoken in full; when others wait, shortly;
 * and of the ways to be short the richest by which all that wait are still spoken before they are stale. The last of
 * them keeps the visitor's own language.
 */
export function form(queue, nowMs, lengths = LENGTHS) {
  const { language, languages } = queue[0];
  const own = languages.includes(language) ? [language] : languages.slice(0, 1);
  if (queue.length === 1) return { chime: true, short: false, languages };
  const ways = [
    { chime: true, short: true, languages },
    { chime: false, short: true, languages },
    { chime: false, short: true, languages: own },
  ];
  return ways.find((way) => inTime(queue, way, nowMs, lengths)) ?? ways.at(-1);
}

function inTime(queue, way, nowMs, lengths) {
  const oneSeconds =
    (way.chime ? lengths.chimeSeconds : 0) + way.languages.length * lengths.shortSeconds;
  return queue.every((call, place) => ageSeconds(call, nowMs) + place * oneSeconds < STALE_SECONDS);
}

// The server's time, told by a device whose own clock may be wrong.

import { localeOf } from "/static/js/texts.js";

/** How long the best sample is trusted before any other replaces it: quartz drifts, clocks are set back. */
const TRUST_MS = 10 * 60 * 1000;

export class ServerClock {
  #offsetMs = null;
  #learntMs = 0;
  #monotonicMs;

  constructor(monotonicMs = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  /** Learn from the `now` of a state. The way here takes time, so a sample is only ever late: the latest time wins. */
  learn(now) {
    const hereMs = this.#monotonicMs();
    const offsetMs = Date.parse(now) - hereMs;
    const first = this.#offsetMs === null;
    if (first || offsetMs > this.#offsetMs || hereMs - this.#learntMs > TRUST_MS) {
      this.#offsetMs = offsetMs;
      this.#learntMs = hereMs;
    }
  }

  /** The server's time in milliseconds since 1970; before the first sample the device's own. */
  get nowMs() {
    return this.#offsetMs === null ? Date.now() : this.#monotonicMs() + this.#offsetMs;
  }
}

export function timeOfDay(atMs, timeZone, language) {
  return new Intl.DateTimeFormat(language, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(atMs);
}

/** The time of day there, such as "08:05", to be compared with others. */
export function hourAndMinute(atMs, timeZone) {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(atMs);
}

export function date(atMs, timeZone, language) {
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(atMs);
}

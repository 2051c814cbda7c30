// Speaks what waits to be spoken: one call after the other, each claimed from the server first.

import { form, mayBeSpoken, toSpeak } from "./announcer.js";
import { keyOf } from "./calls.js";

const PREPARED_AHEAD = 2;
/** A call that another device is to speak is asked for again after so long: that device may be lost. */
const DENIED_MS = 2000;

export class Voice {
  /** The key being spoken, or null; from one call to the next without a gap. */
  speaking = null;
  #calls = [];
  #may = false;
  #chime = null;
  #revision = 0;
  #busy = false;
  #deniedMs = new Map();

  /**
   * `claim(call)` answers true, false, or null when the server did not; `settled` holds the keys that need no speaking;
   * `onChange()` is told when another call is being spoken, `onUnheard(call)` when nothing of a call could be played.
   */
  constructor({ branch, speaker, clock, settled, claim, log, onChange, onUnheard }) {
    Object.assign(this, { branch, speaker, clock, settled, claim, log, onChange, onUnheard });
  }

  /** Take the newest calls, whether this device is the one that speaks, the chime's address or null, and the office's revision. */
  update(calls, may, chime, revision) {
    this.#calls = calls;
    this.#may = may;
    this.#chime = chime;
    this.#revision = revision;
    for (const key of this.#deniedMs.keys()) {
      if (!calls.some((call) => keyOf(call) === key)) this.#deniedMs.delete(key);
    }
    if (may) this.#prepare();
    this.#run();
  }

  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      let going = true;
      while (going && this.#queue().length > 0) going = await this.#announce(this.#queue()[0]);
    } finally {
      this.#busy = false; // one call that cannot be spoken silences no other
    }
    if (this.speaking !== null) this.#now(null);
  }

  #queue() {
    if (!this.#may) return [];
    const nowMs = this.clock.nowMs;
    const denied = (call) => nowMs - (this.#deniedMs.get(keyOf(call)) ?? -Infinity) < DENIED_MS;
    return toSpeak(this.#calls, this.settled.keys, nowMs).filter((call) => !denied(call));
  }

  #prepare() {
    const queue = this.#queue();
    queue.slice(0, PREPARED_AHEAD).forEach((call, place) => {
      const { chime, short, languages } = form(queue.slice(place), this.clock.nowMs);
      if (chime && this.#chime) this.speaker.prepare(this.#chime);
      this.speaker.prepare(this.#url(call, languages[0], short));
    });
  }

  /** Speak one call; false when it must be tried again later. */
  async #announce(call) {
    const granted = await this.claim(call);
    if (granted === null) return false;
    if (!granted) {
      this.#deniedMs.set(keyOf(call), this.clock.nowMs);
      return true;
    }
    this.settled.add(keyOf(call));
    if (!this.#stands(call)) return true;
    this.#now(keyOf(call));
    const way = this.#way(call);
    const played = [];
    if (way.chime && this.#chime) played.push(await this.speaker.play(this.#chime));
    for (const [place, language] of way.languages.entries()) {
      if (!this.#stands(call) || place >= this.#way(call).languages.length) break;
      const atMs = this.clock.nowMs;
      const how = await this.speaker.play(this.#url(call, language, way.short));
      played.push(how);
      this.log.spoken(
        { id: call.id, calls: call.calls, number: call.number, language, short: way.short, how },
        atMs,
      );
    }
    if (played.length > 0 && !played.includes("played")) await this.onUnheard(call);
    return true;
  }

  #way(call) {
    return form([call, ...this.#queue()], this.clock.nowMs);
  }

  /** Whether the call was neither answered nor withdrawn meanwhile. */
  #stands(call) {
    const newest = this.#calls.find((other) => keyOf(other) === keyOf(call));
    return newest !== undefined && mayBeSpoken(newest, this.clock.nowMs);
  }

  #now(key) {
    this.speaking = key;
    this.onChange();
  }

  /** Another one for each call of a ticket and each revision: browsers keep what they were given. */
  #url(call, language, short) {
    const [branch, ticket] = [this.branch, call.id].map(encodeURIComponent);
    const about = new URLSearchParams({
      short: short ? 1 : 0,
      call: call.calls,
      revision: this.#revision,
    });
    return `/api/v1/branches/${branch}/announcements/${ticket}/${language}.wav?${about}`;
  }
}

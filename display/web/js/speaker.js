// Plays sounds, one at a time. A sound that fails or hangs is given up, so it never holds up the next.

/** A sound that has not begun by then is given up; one that has not ended so long after its own length, too. */
const BEGIN_MS = 4000;
const SPARE_MS = 1500;
const KEPT = 12;
const SILENCE = "/display/web/silence.wav";

export class Speaker {
  /** How loud, from 0 to 1 of what the device is set to. */
  level = 1;
  #prepared = new Map();
  #silence = new Audio(SILENCE);

  /** Load a sound that will be played soon. */
  prepare(url) {
    if (this.#prepared.has(url)) return;
    const audio = new Audio(url);
    audio.preload = "auto";
    audio.addEventListener("error", () => this.#prepared.delete(url));
    this.#prepared.set(url, audio);
    if (this.#prepared.size > KEPT) this.#prepared.delete(this.#prepared.keys().next().value);
  }

  /** Play to the end. Answers "played", "failed", or "blocked" when the browser wants a touch first. */
  play(url) {
    this.prepare(url);
    const audio = this.#prepared.get(url);
    this.#prepared.delete(url);
    audio.volume = this.level;
    return this.#sound(audio);
  }

  #sound(audio) {
    const listening = new AbortController();
    return new Promise((resolve) => {
      let timer = setTimeout(() => end("failed"), BEGIN_MS);
      function end(how) {
        clearTimeout(timer);
        listening.abort();
        audio.pause();
        resolve(how);
      }
      function on(event, act) {
        audio.addEventListener(event, act, { signal: listening.signal });
      }
      on("ended", () => end("played"));
      on("error", () => end("failed"));
      on("playing", () => {
        clearTimeout(timer);
        const restMs = Number.isFinite(audio.duration) ? audio.duration * 1000 : BEGIN_MS;
        timer = setTimeout(() => end("failed"), restMs + SPARE_MS);
      });
      audio.play().catch((error) => end(error.name === "NotAllowedError" ? "blocked" : "failed"));
      if (audio.error) end("failed");
    });
  }

  /**
   * Whether sound really plays here, told by a moment of silence that is kept, so that the network has no part in it:
   * "played", "blocked", "failed", or "no_output" when the loudspeaker that there was is gone.
   */
  async probe() {
    if (await this.#lostOutput()) return "no_output";
    if (this.#silence.error) this.#silence = new Audio(SILENCE);
    this.#silence.currentTime = 0;
    return this.#sound(this.#silence);
  }

  /** Browsers list loudspeakers on secure pages only, and some list none: only a loss is sure. */
  async #lostOutput() {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => null)) ?? [];
    const outputs = devices.some((device) => device.kind === "audiooutput");
    this.hadOutput ||= outputs;
    return this.hadOutput && !outputs;
  }
}

// Plays sounds, one at a time. A sound that fails or hangs is given up, so it never holds up the next.

/** A sound that has not begun by then is given up; one that has not ended so long after its own length, too. */
const BEGIN_MS = 4000;
const SPARE_MS = 1500;
const KEPT = 12;
const SILENCE = "/display/web/silence.wav";

export class Speaker {
  #prepared = new Map();

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
    return new Promise((resolve) => {
      let timer = setTimeout(() => end("failed"), BEGIN_MS);
      function end(how) {
        clearTimeout(timer);
        audio.pause();
        resolve(how);
      }
      audio.addEventListener("ended", () => end("played"));
      audio.addEventListener("error", () => end("failed"));
      audio.addEventListener("playing", () => {
        clearTimeout(timer);
        const restMs = Number.isFinite(audio.duration) ? audio.duration * 1000 : BEGIN_MS;
        timer = setTimeout(() => end("failed"), restMs + SPARE_MS);
      });
      audio.play().catch((error) => end(error.name === "NotAllowedError" ? "blocked" : "failed"));
      if (audio.error) end("failed");
    });
  }

  /** Whether the browser lets this page sound, told by a moment of silence. */
  async allowed() {
    return (await this.play(SILENCE)) !== "blocked";
  }
}

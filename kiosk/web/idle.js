// Has the visitor gone? After a while without a touch or a key: a warning with a countdown, then the start.

/** How long the warning stands before the screen is cleared. */
export const WARNING_SECONDS = 20;

export class Idle {
  #timer = null;
  #watching = null;
  #secondsLeft = null;

  /** `onWarning(seconds | null)` shows, counts down and takes back the warning; `onGone()` ends the visit. */
  constructor({ onWarning, onGone }) {
    this.onWarning = onWarning;
    this.onGone = onGone;
  }

  /** Wait for `seconds` of silence, then warn, or leave at once where `warns` is false. Null: wait for nothing. */
  watch(seconds, warns = true) {
    const watching = seconds === null ? null : `${seconds} ${warns}`;
    if (watching === this.#watching) return;
    this.#watching = watching;
    this.seconds = seconds;
    this.warns = warns;
    this.touch();
  }

  /** Someone is here. */
  touch() {
    clearTimeout(this.#timer);
    this.#show(null);
    if (this.#watching !== null)
      this.#timer = setTimeout(() => this.#silence(), this.seconds * 1000);
  }

  #silence() {
    if (this.warns) this.#countDown(WARNING_SECONDS);
    else this.onGone();
  }

  #countDown(secondsLeft) {
    if (secondsLeft === 0) {
      this.#show(null);
      this.onGone();
      return;
    }
    this.#show(secondsLeft);
    this.#timer = setTimeout(() => this.#countDown(secondsLeft - 1), 1000);
  }

  #show(secondsLeft) {
    if (this.#secondsLeft === secondsLeft) return;
    this.#secondsLeft = secondsLeft;
    this.onWarning(secondsLeft);
  }
}

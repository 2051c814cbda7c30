// What makes a call noticed: vibration, a chime, a notification, and a screen that stays awake.
// Browsers allow these only after a tap, so the visitor switches them on.

const VIBRATION_MS = [400, 150, 400, 150, 800];
const REPEAT_SECONDS = 6;
const REPEATS = 5;
const CHIME = [
  { hertz: 659.3, at: 0 },
  { hertz: 523.3, at: 0.28 },
  { hertz: 784, at: 0.56 },
];

export class Alarm {
  #audio = null;
  #worker = null;
  #wakeLock = null;
  #timer = null;
  on = false;

  /** Call from a tap. */
  async enable() {
    this.on = true;
    this.#audio ??= new AudioContext();
    this.#audio.resume();
    vibrate(80);
    this.#chime(0.05);
    document.addEventListener("visibilitychange", this.#stayAwake);
    await Promise.allSettled([this.#stayAwake(), this.#allowNotifications()]);
  }

  disable() {
    this.on = false;
    this.quiet();
    document.removeEventListener("visibilitychange", this.#stayAwake);
    this.#wakeLock?.release().catch(() => {});
    this.#wakeLock = null;
  }

  /** Ring for a call until `quiet()` or for half a minute. */
  ring(title, body) {
    this.quiet();
    let left = REPEATS;
    const once = () => {
      vibrate(VIBRATION_MS);
      if (this.on) this.#chime(0.5);
      left -= 1;
      if (left > 0) this.#timer = setTimeout(once, REPEAT_SECONDS * 1000);
    };
    once();
    if (this.on && document.hidden) this.#notify(title, body);
  }

  quiet() {
    clearTimeout(this.#timer);
    vibrate(0);
  }

  #chime(loudness) {
    const audio = this.#audio;
    if (audio?.state !== "running" && loudness < 0.1) return;
    for (const { hertz, at } of CHIME) {
      const tone = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
      const gain = new GainNode(audio, { gain: 0 });
      const from = audio.currentTime + at;
      gain.gain.linearRampToValueAtTime(loudness, from + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.9);
      tone.connect(gain).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 1);
    }
  }

  /** A lock is lost whenever the page is hidden, so it is asked for again when the page is back. */
  #stayAwake = async () => {
    if (!this.on || document.hidden || !navigator.wakeLock) return;
    this.#wakeLock = await navigator.wakeLock.request("screen").catch(() => null);
  };

  /** Phones show notifications only through a service worker, and that only in a secure context. */
  async #allowNotifications() {
    if (!isSecureContext || !("Notification" in window) || !navigator.serviceWorker) return;
    if ((await Notification.requestPermission()) !== "granted") return;
    this.#worker = await navigator.serviceWorker.register("/static/phone/notifier.js");
  }

  #notify(title, body) {
    if (!this.#worker || Notification.permission !== "granted") return;
    const options = {
      body,
      tag: "call",
      renotify: true,
      requireInteraction: true,
      vibrate: VIBRATION_MS,
    };
    this.#worker.showNotification(title, { ...options, data: location.href }).catch(() => {});
  }
}

/** Browsers refuse to vibrate a page that nobody has touched yet. */
function vibrate(pattern) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(pattern);
}

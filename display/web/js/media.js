// Shows pictures and videos in turn in one element of its own. What cannot be shown is passed over.

const FAILED_MS = 10_000;
const LOAD_MS = 15_000;

export class Media {
  /** Where they are shown; stands beside the calls, never over them. */
  element = document.createElement("div");
  /** Whether there is anything to see. */
  showing = false;
  #items = [];
  #current = null;
  #visible = false;
  #level = 0;
  #turn = 0;
  #timer = null;
  #failures = 0;
  #stillness = matchMedia("(prefers-reduced-motion: reduce)");

  constructor() {
    this.element.className = "media";
  }

  /** Take what is to be shown, whether there is room for it, and how loud it may be, from 0 to 1. */
  update(items, visible, level) {
    const wanted = this.#stillness.matches ? items.filter(({ kind }) => kind === "image") : items;
    this.#level = level;
    const other = JSON.stringify(wanted) !== JSON.stringify(this.#items);
    if (other) this.#items = wanted;
    const gone = this.#current && !wanted.some(({ url }) => url === this.#current.url);
    if (visible !== this.#visible || gone || (other && !this.#current)) {
      this.#visible = visible;
      this.#restart(gone);
    }
    this.#sound();
  }

  #restart(gone) {
    clearTimeout(this.#timer);
    const video = this.element.querySelector("video");
    if (!this.#visible || this.#items.length === 0) {
      video?.pause();
      if (this.#items.length === 0) this.#clear();
    } else if (gone || !this.#current) {
      this.#failures = 0;
      this.#next();
    } else if (video) {
      video.play().catch(() => this.#next());
    } else {
      this.#in(this.#current.seconds * 1000);
    }
  }

  #clear() {
    this.#turn += 1;
    this.#current = null;
    this.showing = false;
    this.element.replaceChildren();
  }

  #in(waitMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), waitMs);
  }

  async #next() {
    clearTimeout(this.#timer);
    if (!this.#visible || this.#items.length === 0) return;
    if (this.#failures >= this.#items.length) {
      this.#failures = 0;
      this.#clear();
      this.#in(FAILED_MS);
      return;
    }
    const place = this.#items.findIndex(({ url }) => url === this.#current?.url);
    const item = this.#items[(place + 1) % this.#items.length];
    const mine = ++this.#turn;
    this.#current = item;
    try {
      const shown = await (item.kind === "video" ? this.#video(item) : this.#image(item));
      if (mine !== this.#turn) return;
      this.element.querySelector("video")?.pause();
      this.element.replaceChildren(shown);
      this.#failures = 0;
      this.showing = true;
      this.#sound();
      if (item.kind === "image") this.#in(item.seconds * 1000);
      else if (this.#visible) await shown.play();
    } catch {
      if (mine !== this.#turn) return;
      this.#failures += 1;
      this.#next();
    }
  }

  async #image({ url }) {
    const image = new Image();
    image.alt = "";
    image.src = url;
    await image.decode();
    return image;
  }

  #video({ url }) {
    const video = document.createElement("video");
    video.playsInline = true;
    video.preload = "auto";
    // A browser lets a silent video begin by itself; sound is given to it later.
    video.muted = true;
    video.addEventListener("ended", () => this.#next());
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("it does not load")), LOAD_MS);
      video.addEventListener("canplay", () => resolve(video), { once: true });
      video.addEventListener("error", () => {
        reject(new Error("it cannot be played"));
        if (this.element.contains(video)) this.#next();
      });
      video.addEventListener("loadeddata", () => clearTimeout(late), { once: true });
      video.src = url;
    });
  }

  #sound() {
    const video = this.element.querySelector("video");
    if (!video) return;
    video.volume = this.#level;
    const muted = !this.#current?.sound || this.#level === 0;
    if (video.muted !== muted) video.muted = muted;
  }
}

// Where the visitor's attention is led: focus, dialogs, the voice, and a moment's rest after each change.

import { Speech, spokenParts } from "./speech.js";

// A second tap of a hurried finger must not press what the first one has brought there.
const SETTLING_MS = 350;
const SETTLING_TICKET_MS = 1200;

export class Attention {
  #speech = new Speech();
  #speaking = false;
  #scene = null;
  #place = "";
  #first = 0;
  #language = null;
  #dialog = null;
  #before = null;
  #settling = null;

  constructor() {
    document.addEventListener("focusin", (event) => this.#onFocus(event.target));
    document.addEventListener("click", (event) => this.#onClick(event.target));
  }

  /** Called after each drawing. */
  follow(scene) {
    this.#scene = scene;
    const place = `${scene.shown} ${scene.visit.group}`;
    const turned = scene.visit.first !== this.#first;
    const translated = scene.words.language !== this.#language;
    this.#first = scene.visit.first;
    this.#language = scene.words.language;
    if (place !== this.#place) {
      this.#place = place;
      this.#settle(scene.shown === "done" ? SETTLING_TICKET_MS : SETTLING_MS);
      this.#showDialog();
      focus("h1");
    } else {
      if (turned && !focus("[data-choice]")) focus("h1");
      this.#showDialog();
      if (translated) this.repeat();
    }
  }

  /** Begin or end reading aloud. */
  speak(on) {
    if (on === this.#speaking) return;
    this.#speaking = on;
    if (on)
      this.#speech.say([
        ...this.#say("speech.intro"),
        ...this.#say("speech.keys"),
        ...this.#screen(),
      ]);
    else this.#speech.stop();
  }

  repeat() {
    if (this.#speaking) this.#speech.say(this.#screen());
  }

  changeVolume(step) {
    this.#speech.changeVolume(step);
    if (this.#speaking) this.repeat();
  }

  #settle(milliseconds) {
    document.body.classList.add("settling");
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => document.body.classList.remove("settling"), milliseconds);
  }

  /** Show a dialog that has come; after one that has gone, back to where the visitor was. */
  #showDialog() {
    const dialog = document.querySelector("dialog");
    if (dialog === this.#dialog) return;
    this.#dialog = dialog;
    if (!dialog) {
      if (this.#before?.isConnected && this.#before !== document.body) this.#before.focus();
      else focus("h1");
      return;
    }
    this.#before = document.activeElement;
    dialog.showModal();
    dialog.querySelector("[data-first]").focus();
    if (this.#speaking)
      this.#speech.say([...this.#screen(), ...spokenParts(document.activeElement)]);
  }

  #onFocus(element) {
    if (!this.#speaking) return;
    if (element.tagName === "H1") this.#speech.say(this.#screen());
    else this.#speech.say([...spokenParts(element), ...this.#pressed(element)]);
  }

  /** What a touch or a key has switched; reading itself says so elsewhere. */
  #onClick(target) {
    const button = target.closest("[aria-pressed]:not([data-tool=speech])");
    if (this.#speaking && button) this.#onFocus(button);
  }

  #pressed(element) {
    const pressed = element.getAttribute("aria-pressed");
    if (pressed === null) return [];
    return this.#say(pressed === "true" ? "speech.chosen" : "speech.not_chosen");
  }

  /** The dialog, else the screen: what it tells, and how many choices there are. */
  #screen() {
    const root = document.querySelector("dialog[open]") ?? document.querySelector(".stage");
    const told = [...root.querySelectorAll("[data-spoken]")].flatMap(spokenParts);
    const count = root.querySelectorAll("[data-choice]").length;
    return count > 0 ? [...told, ...this.#say("speech.choices", { count })] : told;
  }

  /** In the visitor's language; in every language as long as none is chosen. */
  #say(key, values) {
    const { view, visit, words, wordsOf } = this.#scene;
    const all = visit.language ? [words] : view.languages.map(({ id }) => wordsOf(id));
    return all.map(({ language, t }) => ({ language, text: t(key, values) }));
  }
}

/** Focus the first such part of the screen; false where it has none. */
function focus(selector) {
  const element = document.querySelector(`.stage ${selector}`);
  element?.focus({ preventScroll: true });
  return element !== null;
}

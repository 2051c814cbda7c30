// The draft that is being edited: its document here, saved a moment after each change, and its findings.

import { get, post } from "/static/js/api.js";
import { at, pathOf, put, textOf } from "./paths.js";

const SAVE_AFTER_MS = 700;
const TRY_AGAIN_MS = 3000;

export class Draft {
  #timer = null;
  #saving = null;

  /** `onChange()` is called whenever something of it is to be drawn anew. */
  constructor(id, onChange) {
    this.id = id;
    this.onChange = onChange;
    this.about = null;
    this.document = null;
    this.faults = new Map();
    /** "saved", "waiting" for a pause in typing, "saving", "lost" (tried again), "refused". */
    this.state = "saved";
    this.refusal = null;
  }

  async load() {
    const { document, ...about } = await get(`/office/drafts/${this.id}`);
    this.document = document;
    this.state = "saved";
    this.refusal = null;
    this.#learn(about);
    this.onChange();
  }

  /** What stands at a path that begins with "office". */
  at(path) {
    return at({ office: this.document }, path);
  }

  /** Change what stands at a path. */
  set(path, value) {
    this.document = put({ office: this.document }, path, value).office;
    if (this.state !== "refused") this.state = "waiting";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
    this.onChange();
  }

  /** Save what is not saved yet, and learn what is wrong with it; resolves to whether all is saved. */
  async save() {
    clearTimeout(this.#timer);
    if (this.#saving) {
      await this.#saving;
      return this.save();
    }
    if (this.state === "refused") return false;
    if (this.state === "saved") return true;
    this.#saving = this.#send();
    await this.#saving;
    this.#saving = null;
    return this.state === "saved";
  }

  async #send() {
    const { document } = this;
    this.state = "saving";
    this.onChange();
    try {
      const { edition } = this.about;
      this.about = {
        ...this.about,
        ...(await post(`/office/drafts/${this.id}/save`, { edition, document })),
      };
      this.state = this.document === document ? "saved" : "waiting";
      this.#learn(await get(`/office/drafts/${this.id}/findings`));
    } catch (refusal) {
      this.#fail(refusal);
    }
    this.onChange();
  }

  #fail(refusal) {
    this.refusal = refusal;
    this.state = refusal.status === 0 || refusal.status >= 500 ? "lost" : "refused";
    if (this.state === "lost") this.#timer = setTimeout(() => this.save(), TRY_AGAIN_MS);
  }

  /** Ask the server for something about this edition of the draft; what it answers is learnt. */
  async command(verb, body = {}) {
    if (!(await this.save())) throw this.refusal;
    return post(`/office/drafts/${this.id}/${verb}`, { edition: this.about.edition, ...body });
  }

  #learn(about) {
    this.about = { ...this.about, ...about };
    this.faults = new Map();
    for (const { path, message } of about.faults)
      this.faults.set(path, [...(this.faults.get(path) ?? []), message]);
  }

  /** What is wrong with the very field at a path. */
  faultsAt(path) {
    return this.faults.get(textOf(path)) ?? [];
  }

  /** How many faults are at a path or below. */
  faultsBelow(path) {
    const text = textOf(path);
    let count = 0;
    for (const [where, messages] of this.faults)
      if (where === text || (where.startsWith(text) && ".[".includes(where[text.length])))
        count += messages.length;
    return count;
  }

  /** Every fault in order: {path, message}. */
  get allFaults() {
    return this.about.faults.map(({ path, message }) => ({ path: pathOf(path), message }));
  }

  /** Whether it waits to come into force by itself, and so must stay as it is. */
  get scheduled() {
    return Boolean(this.about.publish_at);
  }
}

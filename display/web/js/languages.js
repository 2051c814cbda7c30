// Texts in several languages side by side, and which language has its turn.

import { loadTexts } from "/static/js/texts.js";
import { html } from "/static/vendor/lit-html.js";

/** How long a text stays in one language before the next has its turn. */
const TURN_MS = 8000;
/** A catalogue that could not be had is asked for again after so long, when it is needed. */
const RETRY_MS = 5000;

/** The language whose turn it is, of `languages`, counted from `sinceMs`. */
export function inTurn(languages, nowMs, sinceMs = 0) {
  return languages[turnNumber(nowMs, sinceMs) % languages.length];
}

export function turnNumber(nowMs, sinceMs = 0) {
  return Math.max(0, Math.floor((nowMs - sinceMs) / TURN_MS));
}

/** The catalogues of a page, each loaded when its language is first asked for. */
export class Catalogues {
  #loaded = new Map();

  /** Load what is missing of `languages`, and answer those of them that have a catalogue. */
  async load(languages) {
    const wanted = [...new Set(languages)];
    await Promise.all(wanted.map((language) => this.#one(language)));
    return wanted.filter((language) => this.#loaded.get(language));
  }

  has(language) {
    return Boolean(this.#loaded.get(language));
  }

  async #one(language) {
    if (this.#loaded.has(language)) return;
    try {
      const t = await loadTexts(language, ["/display/web/texts"]);
      t("connecting");
      this.#loaded.set(language, t);
    } catch {
      this.#loaded.set(language, null);
      setTimeout(() => this.#loaded.delete(language), RETRY_MS);
    }
  }

  /** A fragment with the page's own text. */
  word(language, key, values) {
    const t = this.#loaded.get(language);
    return t ? html`<span lang=${language}>${t(key, values)}</span>` : "";
  }

  text(language, key, values) {
    return this.#loaded.get(language)?.(key, values) ?? "";
  }
}

/** A fragment of an object by language: in `language`, else in the first that it has. */
export function named(texts, language) {
  const [spoken, text] = chosen(texts, language);
  return text ? html`<span lang=${spoken}>${text}</span>` : "";
}

function chosen(texts, language) {
  if (texts?.[language]) return [language, texts[language]];
  return Object.entries(texts ?? {}).find(([, text]) => text) ?? [language, ""];
}

/** What kind of counter it is ("Stanowisko", "Kabina wideo"): its name without the label that is shown beside it. */
export function kindOfCounter(texts, label, language) {
  const [spoken, text] = chosen(texts, language);
  if (text === label) return "";
  const words = text.split(" ").filter((word) => word.replace(",", "") !== label);
  const kind = words.join(" ").replace(/,$/, "");
  return kind ? html`<span lang=${spoken}>${kind}</span>` : "";
}

const ARROWS = /[←↑→↓↖↗↘↙]/;

/** The way to a counter: its words, and the arrow that may stand among them, to be drawn larger. */
export function directions(texts, language) {
  const [spoken, text] = chosen(texts, language);
  const words = text.replace(ARROWS, "").trim();
  return {
    words: words ? html`<span lang=${spoken}>${words}</span>` : "",
    arrow: ARROWS.exec(text)?.[0],
  };
}

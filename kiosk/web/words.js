// Everything the page says, in the visitor's language.

import { html } from "/static/vendor/lit-html.js";
import { loadTexts, waitMinutes } from "/static/js/texts.js";

const LONGEST_IN_MINUTES = 99;
const MOST_AHEAD = 99;
const FALLBACKS = ["en", "pl"];

/** Catalogues by language. A language without one of its own speaks the first fallback that is there. */
export async function loadCatalogues(languages, known = new Map()) {
  const wanted = [...new Set([...languages, ...FALLBACKS])].filter((language) => !known.has(language));
  const loaded = await Promise.all(wanted.map(loadCatalogue));
  return new Map([...known, ...wanted.map((language, index) => [language, loaded[index]])]);
}

async function loadCatalogue(language) {
  try {
    const t = await loadTexts(language, ["/kiosk/web/texts"]);
    t("start.greeting");
    return t;
  } catch (error) {
    if (error instanceof TypeError) throw error; // the server was not reached
    return null;
  }
}

/** The words of one language; `order` are the office's languages, for texts that it left untranslated. */
export function wordsIn(wanted, catalogues, order) {
  const language = [wanted, ...FALLBACKS].find((candidate) => catalogues.get(candidate));
  const t = catalogues.get(language);
  const inOrder = [wanted, language, ...order];

  function languageOf(texts) {
    return inOrder.find((candidate) => texts[candidate]) ?? Object.keys(texts)[0];
  }

  /** A text of the office as a fragment that names its language where it is not the page's. */
  function name(texts) {
    if (!texts) return "";
    const spoken = languageOf(texts);
    return spoken === language ? texts[spoken] : html`<span lang=${spoken}>${texts[spoken]}</span>`;
  }

  /** The same as plain text, for titles and attributes. */
  function plain(texts) {
    return texts ? texts[languageOf(texts)] : "";
  }

  return { language, wanted, t, name, plain, ...numbersIn(t) };
}

function numbersIn(t) {
  const clock = (minutes) =>
    minutes < 60
      ? t("time.minutes", { minutes })
      : minutes % 60
        ? t("time.hours_minutes", { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
        : t("time.hours", { hours: minutes / 60 });

  return {
    people: (count) => (count === 0 ? t("people.nobody") : t("people.waiting", { count })),
    cases: (count) => t("cases.count", { count }),
    ahead: (count) => (count >= MOST_AHEAD ? `${MOST_AHEAD}+` : String(count)),

    /** An expected wait to see and to hear: {shown, spoken}. */
    wait(wait) {
      const range = waitMinutes(wait);
      if (!range) return { shown: t("wait.unknown"), spoken: t("wait.unknown") };
      let { low, high } = range;
      if (high > LONGEST_IN_MINUTES) [low, high] = [Math.floor(low / 5) * 5, Math.ceil(high / 5) * 5];
      const values = { low, high, count: high };
      if (low === 0 || low === high) return { shown: t("wait.up_to", { time: clock(high) }), spoken: t("wait.up_to_spoken", values) };
      const shown = high > LONGEST_IN_MINUTES ? `${clock(low)} – ${clock(high)}` : t("wait.range", values);
      return { shown, spoken: t("wait.range_spoken", values) };
    },
  };
}

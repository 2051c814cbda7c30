// Everything the page says, in the visitor's language.

import { loadTexts, waitMinutes } from "/static/js/texts.js";
import { toldMinutes, waitWords } from "/static/js/waits.js";
import { html } from "/static/vendor/lit-html.js";

const MOST_AHEAD = 99;
const FALLBACKS = ["en", "pl"];

/** Catalogues by language. A language without one of its own speaks the first fallback that is there. */
export async function loadCatalogues(languages, known = new Map()) {
  const wanted = [...new Set([...languages, ...FALLBACKS])].filter(
    (language) => !known.has(language),
  );
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
  return {
    people: (count) => (count === 0 ? t("people.nobody") : t("people.waiting", { count })),
    cases: (count) => t("cases.count", { count }),
    ahead: (count) => (count >= MOST_AHEAD ? `${MOST_AHEAD}+` : String(count)),
    wait: (wait) => waitIn(t, waitMinutes(wait)),
  };
}

/** An expected wait: {shown} alone, {labelled} beside its label, and {spoken}. */
function waitIn(t, minutes) {
  if (!minutes) {
    const unknown = t("wait.unknown");
    return { shown: unknown, labelled: t("wait.not_known"), spoken: unknown };
  }
  const shown = waitWords(t, minutes);
  const { low, high } = toldMinutes(minutes);
  const spoken = t(low === 0 ? "wait.up_to_spoken" : "wait.range_spoken", {
    low,
    high,
    count: high,
  });
  return { shown, labelled: shown, spoken };
}

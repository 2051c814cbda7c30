// Catalogues: texts by key for one language, plural forms by the language's own rules.

import { draft } from "/static/js/preview.js";

/** What a page in preview says is in its draft's words. */
const QUERY = draft ? `?draft=${draft}` : "";

/** The catalogues in use: {catalogue, language, folders}. */
const loaded = [];

/** Load `<folder>/<language>.json` of the glossary and of every folder of a page's own; later ones win. Returns `t(key, values)`. */
export async function loadTexts(language, own) {
  const folders = ["/static/texts", ...own];
  const catalogue = await fetched(language, folders);
  loaded.push({ catalogue, language, folders });
  const plural = new Intl.PluralRules(language);

  /** The text of `key`; `{name}` is replaced by `values.name`; plural forms are chosen by `values.count`. */
  return function t(key, values = {}) {
    let text = catalogue[key];
    if (text === undefined) throw new Error(`no text "${key}" in ${language}`);
    if (typeof text === "object") text = text[plural.select(values.count)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
}

/** Load again what pages say, which another revision of the office may put in other words; `t` says it at once, and whoever draws apart hears `texts_renewed`. */
export async function renewTexts() {
  await Promise.all(
    loaded.map(async ({ catalogue, language, folders }) =>
      Object.assign(catalogue, await fetched(language, folders)),
    ),
  );
  dispatchEvent(new Event("texts_renewed"));
}

async function fetched(language, folders) {
  const parts = await Promise.all(
    folders.map(async (folder) => (await fetch(`${folder}/${language}.json${QUERY}`)).json()),
  );
  return Object.assign({}, ...parts);
}

/** What an object by language says in `language`, else in the first language that it has. */
export function say(texts, language) {
  if (!texts) return "";
  return texts[language] ?? Object.values(texts)[0] ?? "";
}

/** A wait of {low, high} seconds as whole minutes, rounded outwards: {low, high}, or null. */
export function waitMinutes(wait) {
  if (!wait) return null;
  return { low: Math.floor(wait.low / 60), high: Math.max(1, Math.ceil(wait.high / 60)) };
}

/** How times and dates are written for who reads `language`: English as in Europe, 24 hours and the day first. */
export function localeOf(language) {
  return language === "en" ? "en-GB" : language;
}

// What keys, choices and values are called: from the catalogue, else as the schema has them.

import { autonym } from "/static/js/languages.js";
import { say } from "/static/js/texts.js";

/** A text that may be missing from the catalogue. */
function maybe(t, key, values) {
  try {
    return t(key, values);
  } catch {
    return null;
  }
}

/** What a key is called: in its part, anywhere, else its own words. */
export function labelOf(t, key, model) {
  return (
    maybe(t, `key.${model}.${key}`) ??
    maybe(t, `key.${key}`) ??
    String(key)
      .replaceAll("_", " ")
      .replace(/^./, (letter) => letter.toUpperCase())
  );
}

/** Whether a step of a path is a language, not a key such as `id` or a number's form such as `few`. */
export function isLanguage(t, key) {
  const other = maybe(t, `key.${key}`) ?? maybe(t, `form.${key}`);
  return /^[a-z]{2,3}$/.test(key) && other === null;
}

/** What a step of a path is called: a key by its label, a language by its own name. */
export function stepOf(t, key) {
  return isLanguage(t, key) ? autonym(key) : (maybe(t, `form.${key}`) ?? labelOf(t, key));
}

/** A text; of one with a form for each number, that of the greatest. */
export function inAnyForm(text) {
  return typeof text === "object" ? (text.many ?? text.other ?? "") : text;
}

/** What one part of a list is called. */
export function partOf(t, key) {
  return maybe(t, `one.${key}`) ?? labelOf(t, key);
}

/** Names of fields that stand in braces in a text are left as they are written. */
const AS_WRITTEN = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

/** What a key means, where its label does not say it all. */
export function helpOf(t, key, model) {
  return maybe(t, `help.${model}.${key}`, AS_WRITTEN) ?? maybe(t, `help.${key}`, AS_WRITTEN);
}

/** What a choice is called. */
export function choiceOf(t, value, key) {
  return maybe(t, `choice.${key}.${value}`) ?? maybe(t, `choice.${value}`) ?? String(value);
}

/** What a part of a list is called: its name in the reader's language, else its label, text or id. */
export function nameOf(part, language) {
  if (part === null || typeof part !== "object") return String(part ?? "");
  const named = part.name ?? part.text;
  const text = typeof named === "string" ? named : inAnyForm(say(named, language));
  return (
    text ||
    part.label ||
    part.id ||
    part.date ||
    part.service ||
    part.counter ||
    part.file ||
    part.key ||
    part.hours ||
    ""
  ).toString();
}

/** What a part is called on its own: a bare label with what it labels, an unnamed part by its place and first key. */
export function titleOfPart(t, part, list, place, language) {
  const one = partOf(t, list);
  const name = nameOf(part, language);
  if (name) return part.label === name ? `${one} ${name}` : name;
  const [key] =
    Object.entries(part ?? {}).find(([, value]) => value && typeof value !== "object") ?? [];
  return key ? `${one} ${place + 1}: ${labelOf(t, key)}` : `${one} ${place + 1}`;
}

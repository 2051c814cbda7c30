// What keys, choices and values are called: from the catalogue, else as the schema has them.

import { say } from "/static/js/texts.js";

/** A text that may be missing from the catalogue. */
function maybe(t, key) {
  try {
    return t(key);
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

/** What one part of a list is called. */
export function partOf(t, key) {
  return maybe(t, `one.${key}`) ?? labelOf(t, key);
}

/** Keys whose label says it all. */
const PLAIN = new Set(
  `name address branches zones groups services profiles counters displays kiosks printers messages
  playlists needs outcomes topics classes rules letters serves service counter kiosk profile channel
  theme voice urgent documents date mon tue wed thu fri sat sun left right up down width cut baud bits
  parity stop_bits bold inverse arrow no_show revive times days_off exceptional_days boards keypads
  scanners agents port line lines`.split(/\s+/),
);

/** What a key means: {text, lang}; the schema's own words are English. */
export function helpOf(t, key, about, model) {
  const text = maybe(t, `help.${model}.${key}`) ?? maybe(t, `help.${key}`);
  if (text) return { text, lang: null };
  return about.description && !PLAIN.has(key)
    ? { text: about.description.replaceAll("`", ""), lang: "en" }
    : null;
}

/** What a choice is called. */
export function choiceOf(t, value, key) {
  return maybe(t, `choice.${key}.${value}`) ?? maybe(t, `choice.${value}`) ?? String(value);
}

/** What a part of a list is called: its name in the reader's language, else its label, text or id. */
export function nameOf(part, language) {
  if (part === null || typeof part !== "object") return String(part ?? "");
  const named = part.name ?? part.text;
  const text = typeof named === "string" ? named : say(named, language);
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

/** The server's words for what is wrong, where the catalogue has them too: [pattern, key]. */
const FAULTS = [
  [/^is missing$/, "missing"],
  [/^should have at least 1 character/, "empty"],
  [/^should have at least (?<count>\d+) items?/, "too_few"],
  [/^should have at most (?<count>\d+) (items?|characters?)/, "too_many"],
  [/^should be greater than or equal to (?<limit>[\d.]+)/, "least"],
  [/^should be greater than (?<limit>[\d.]+)/, "more_than"],
  [/^should be less than or equal to (?<limit>[\d.]+)/, "most"],
  [/^should be a valid (integer|number)/, "number"],
  [/^'(?<value>.*)' stands there twice/, "twice"],
  [/^'(?<value>.*)' is none of the branch's /, "none_of"],
  [/^'(?<value>.*)' is not among the office's languages/, "no_language"],
  [/^should be at most 40 lower-case letters/, "id"],
  [/^should be at most three Latin capital letters/, "prefix"],
  [/^should be one to four digits or Latin capital letters/, "label"],
  [/^should be a colour/, "colour"],
  [/^should be an interval/, "interval"],
  [/^the interval .* ends before it begins/, "interval_order"],
  [/^the intervals .* overlap/, "overlap"],
  [/^has no text in (?<languages>.*?)(, the office's own language.*)?$/, "untranslated"],
  [/^no counter has a profile that serves it/, "unserved"],
  [/^no counter opens with it/, "unused_profile"],
  [/^no display shows its calls/, "unseen"],
  [/^no display speaks in its sound area/, "unheard"],
  [/^has no directions/, "no_directions"],
  [/^there is no branch yet/, "no_branch"],
  [/^should have one of host, serial, usb, cups, device/, "no_way"],
];

/** What is wrong, in the reader's language where there are words for it, else as the server says it. */
export function faultWords(t, message) {
  for (const [pattern, key] of FAULTS) {
    const found = pattern.exec(message);
    if (found) return t(`fault.${key}`, found.groups ?? {});
  }
  return message;
}

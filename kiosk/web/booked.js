// A booked visit: its code is typed or scanned, and the visitor checked in. Pure transitions as in state.js.

import { START, to } from "./state.js";

/** What codes are made of; no sign looks like another. */
export const SIGNS = [..."34679CDFGHJKLMNPQRTVWXY"];
export const LENGTH = 6;

/** The code in what was scanned; null where it is none. */
export function codeIn(text) {
  const code = text.trim().toUpperCase();
  return code.length === LENGTH && [...code].every((sign) => SIGNS.includes(sign)) ? code : null;
}

/** Ask for the code of a booked visit, from the first step, or in a language while all is closed. */
export function askCode(view, visit, language = visit.language) {
  const first = ["start", "groups", "services"].includes(visit.step);
  return view.appointments && first && language
    ? to("code", visit, { language, code: "", reason: null, key: null })
    : visit;
}

export function typeSign(_view, visit, sign) {
  if (visit.step !== "code" || visit.code.length === LENGTH || !SIGNS.includes(sign)) return visit;
  return { ...visit, code: visit.code + sign, reason: null, key: null };
}

export function eraseSign(_view, visit) {
  return visit.step === "code" ? { ...visit, code: visit.code.slice(0, -1), reason: null } : visit;
}

/** A code was scanned: whatever the screen showed, this visitor checks in. */
export function codeScanned(_view, visit, code, newKey) {
  if (visit.step === "issuing") return visit;
  return to("issuing", START, { language: visit.language, code, key: newKey() });
}

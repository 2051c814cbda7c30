// How the whole page looks: the office's accent, the visitor's high contrast and large text, the language.

import { inkOf, inkOn } from "/static/js/colours.js";

/** More than the 4.5 that words on white need: some grounds are a little darker. */
const ON_ALL_GROUNDS = 5.5;

/** What a visitor finds. */
export function plainPrefs(view) {
  return { contrast: false, large: false, low: view.kiosk.layout === "low_reach", speech: false };
}

/** Has nobody changed how the page looks and speaks? */
export function isPlain(prefs, view) {
  return Object.entries(plainPrefs(view)).every(([pref, value]) => prefs[pref] === value);
}

/** Put the look of a scene on the document itself. */
export function applyLook({ prefs, view, words }) {
  const root = document.documentElement;
  root.lang = words.language;
  root.toggleAttribute("data-contrast", prefs.contrast);
  root.toggleAttribute("data-large", prefs.large);
  const { accent } = view.office;
  root.style.setProperty("--office-accent", accent);
  root.style.setProperty("--office-on-accent", inkOn(accent));
  root.style.setProperty("--office-ink", inkOf(accent, ON_ALL_GROUNDS));
  document.title = `${words.t("word.kiosk")} · ${words.plain(view.kiosk.name)}`;
}

// Which language a page speaks: the reader's own choice, else the browser's, else the office's first.

import { get } from "/static/js/api.js";

const CHOSEN = "okienko.language";

/** Keep the reader's own choice on this device. */
export function rememberLanguage(language) {
  localStorage.setItem(CHOSEN, language);
}

/** The best of `offered` (codes, the office's first language first) for this reader. */
export function preferredLanguage(offered) {
  const wanted = [
    localStorage.getItem(CHOSEN),
    ...navigator.languages.map((tag) => tag.split("-")[0]),
  ];
  return wanted.find((language) => offered.includes(language)) ?? offered[0];
}

/**
 * For a page of staff at `branch` that could speak `all`: the reader's own choice, else the browser's of
 * those that the office speaks. Of all, where there is no branch or it cannot be asked.
 */
export async function staffLanguage(all, branch) {
  if (!branch || all.includes(localStorage.getItem(CHOSEN))) return preferredLanguage(all);
  try {
    const { languages } = await get(`/branches/${encodeURIComponent(branch)}`);
    const spoken = languages.map(({ id }) => id).filter((language) => all.includes(language));
    return preferredLanguage(spoken.length ? spoken : all);
  } catch {
    return preferredLanguage(all);
  }
}

/** What a language calls itself, with a capital as in a list. */
export function autonym(language) {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

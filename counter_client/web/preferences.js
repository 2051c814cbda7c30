// What the clerk chose on this computer: language, theme, name, profile; kept in the browser.

const STORE = "okienko.counter";
const DEFAULTS = {
  language: null,
  theme: "auto",
  clerk: "",
  letters: true,
  profiles: {},
  counters: {},
};

export const LANGUAGES = [
  { id: "pl", name: "Polski" },
  { id: "en", name: "English" },
  { id: "uk", name: "Українська" },
  { id: "ru", name: "Русский" },
];

export const THEMES = ["auto", "light", "dark"];

/** The choices, with defaults for what was never chosen. */
export function preferences() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(STORE) ?? "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

/** Keep further choices. A browser that keeps nothing still works until it is closed. */
export function keep(changes) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");

/** `light` or `dark`: what `theme` means now; `auto` follows the computer's setting. */
export function shownTheme(theme) {
  return theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
}

/** Call `changed` whenever the computer's setting changes. */
export function onSystemTheme(changed) {
  dark.addEventListener("change", changed);
}

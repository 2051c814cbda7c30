// What the pages of supervisors, reception and auditors are made of: one state, drawn whole on any change.

import { post, Refusal } from "/static/js/api.js";
import { autonym, rememberLanguage, staffLanguage } from "/static/js/languages.js";
import { loadTexts } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";

export const LANGUAGES = ["pl", "en", "uk", "ru"].map((id) => ({ id, name: autonym(id) }));
const MESSAGE_MS = 12_000;

/** A page of `folder`'s texts; `draw(page)` renders `page.state`, `start` is what the state begins with. */
export function createPage(folder, draw, start = {}) {
  let drawing = false;
  const page = {
    t: null,
    clock: () => Date.now(),
    state: {
      view: null,
      connected: false,
      pending: null,
      message: null,
      dialog: null,
      fault: null,
      language: null,
      ...start,
    },
    set(changes) {
      page.state = { ...page.state, ...changes };
      if (drawing) return;
      drawing = true;
      queueMicrotask(() => {
        drawing = false;
        if (page.t) draw(page);
      });
    },
    /** Open the dialog `name` with what its form starts from. */
    ask(name, form = {}) {
      page.set({ dialog: { name, form }, message: null });
    },
    /** Change what the open dialog's form holds. */
    fill(changes) {
      const { dialog } = page.state;
      if (dialog) page.set({ dialog: { ...dialog, form: { ...dialog.form, ...changes } } });
    },
    close() {
      page.set({ dialog: null });
    },
    /** Say what happened, `good` or `bad`; after a while it is no news any more. */
    say(text, kind = "good") {
      const message = { text, kind };
      page.set({ message });
      setTimeout(() => {
        if (page.state.message === message) page.set({ message: null });
      }, MESSAGE_MS);
    },
    /** Speak the reader's language; at `branch`, one that the office speaks. */
    async begin(branch) {
      const languages = LANGUAGES.map(({ id }) => id);
      await page.speak(await staffLanguage(languages, branch));
    },
    /** Speak what the reader chooses, from now on. */
    choose(language) {
      rememberLanguage(language);
      return page.speak(language);
    },
    async speak(language) {
      page.t = await loadTexts(language, ["/static/floor/texts", `${folder}/texts`]);
      document.documentElement.lang = language;
      page.set({ language, message: null });
    },
    /** Take a newer view, and the server's clock with it. */
    take(view) {
      const server = Date.parse(view.now);
      const received = performance.now();
      page.clock = () => server + performance.now() - received;
      page.set({ view, fault: null });
    },
  };
  followColourScheme();
  return page;
}

/**
 * Post `body` to `path`; then close the dialog and say `words`. Returns the answer, or null where it
 * was refused, which is said in words and leaves the dialog open.
 */
export async function command(page, path, body, words) {
  if (page.state.pending) return null;
  if (!page.state.connected) {
    page.say(page.t("refused.unreachable"), "bad");
    return null;
  }
  const pressed = document.activeElement;
  page.set({ pending: path, message: null });
  try {
    const answer = await post(path, filled(body));
    page.set({ pending: null, dialog: null });
    if (words) page.say(words);
    return answer;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    page.set({ pending: null });
    page.say(refusalWords(page, refusal), "bad");
    return null;
  } finally {
    queueMicrotask(() => {
      if (document.activeElement === document.body && pressed?.isConnected) pressed.focus();
    });
  }
}

/** What a refusal means; one that has no words of its own is told by its code. */
export function refusalWords(page, { code, problem }) {
  const key = `refused.${code}`;
  try {
    return page.t(key);
  } catch {
    return page.t("refused.other", { code, detail: problem?.detail ?? "" });
  }
}

/** Without what was left empty; texts without the spaces around them. */
function filled(body) {
  const trimmed = Object.entries(body).map(([key, value]) => [
    key,
    typeof value === "string" ? value.trim() : value,
  ]);
  return Object.fromEntries(
    trimmed.filter(([, value]) => value !== "" && value !== null && value !== undefined),
  );
}

/** A part of an address. */
export const part = encodeURIComponent;

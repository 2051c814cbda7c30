// What the page knows: the branch, the counter's newest view, and the little that is its own.

import { get } from "/static/js/api.js";
import { loadTexts } from "/static/js/texts.js";
import { keep, preferences } from "./preferences.js";
import { clockFrom } from "./time.js";

const MESSAGE_MS = 20_000;

/**
 * The desk of one counter. `desk.state` is replaced whole by `desk.set(changes)`, which draws soon after;
 * `desk.t` says texts in the clerk's language; `draw` renders the state.
 */
export function createDesk(place, draw) {
  let drawing = false;
  const desk = {
    place,
    window,
    t: null,
    clock: () => Date.now(),
    state: {
      ...preferences(),
      branch: null,
      view: null,
      rev: -1,
      connected: false,
      pending: null,
      urgent: null,
      message: null,
      dialog: null,
      fault: null,
      session: null,
      locked: false,
      unlocking: {},
    },
    set(changes) {
      desk.state = { ...desk.state, ...changes };
      if (drawing) return;
      drawing = true;
      queueMicrotask(() => {
        drawing = false;
        draw(desk);
      });
    },
    /** Open the dialog `name` with what its form starts from, about the ticket that is here now. */
    ask(name, form = {}) {
      const ticket = desk.state.view?.ticket?.id ?? null;
      desk.set({ dialog: { name, form, ticket }, message: null });
    },
    /** Change what the open dialog's form holds. */
    fill(changes) {
      const { dialog } = desk.state;
      if (dialog) desk.set({ dialog: { ...dialog, form: { ...dialog.form, ...changes } } });
    },
    /** Say what happened, `good` or `bad`; after a while it is no news any more. */
    say(text, kind = "good") {
      const message = { text, kind };
      desk.set({ message });
      setTimeout(() => {
        if (desk.state.message === message) desk.set({ message: null });
      }, MESSAGE_MS);
    },
    /** Speak what the clerk chooses, from now on. */
    choose(language) {
      keep({ language });
      return desk.speak(language);
    },
    async speak(language) {
      desk.t = await loadTexts(language, ["/counter_client/web/texts"]);
      desk.set({ language, message: null });
    },
    wear(theme) {
      keep({ theme });
      desk.set({ theme });
    },
    remember(changes) {
      keep(changes);
      desk.set(changes);
    },
    take(view, rev) {
      if (rev < desk.state.rev) return;
      if (view.now) desk.clock = clockFrom(view.now);
      const shown = ownView(view, desk.state.session);
      const lost = desk.state.view?.open && shown.held;
      desk.set({ view: shown, rev });
      if (lost) desk.say(desk.t("said.taken_over", { clerk: shown.held.clerk }), "bad");
    },
  };
  return desk;
}

/** A counter at which somebody else works is closed to this clerk; `held` tells who that is. */
function ownView(view, session) {
  const own = session?.caller.kind !== "staff" || [null, session.caller.id].includes(view.holder);
  if (own || !view.open) return view;
  return {
    ...view,
    open: false,
    paused: false,
    ticket: null,
    undo: null,
    held: { clerk: view.clerk, since: view.opened_at },
  };
}

/** The branch as the office configures it now. */
export function loadBranch(id) {
  return get(`/branches/${encodeURIComponent(id)}`);
}

// One command at a time to the server, until its effect is on the screen; an urgent one beside it.

import { get, post, Refusal } from "/static/js/api.js";
import { URGENT } from "./actions.js";
import { refusalWords } from "./refusals.js";

const VIEW_AWAITED_MS = 400;
/** Refusals that the clerk may overrule. */
const MAY_TAKE_OVER = new Set(["counter_held", "clerk_elsewhere"]);

/** The address of the desk's counter below the API's base. */
export function counterPath({ branch, counter }) {
  return `/branches/${encodeURIComponent(branch)}/counters/${encodeURIComponent(counter)}`;
}

/**
 * Post `body` to `path` as `action`, whose button is busy meanwhile; then close its dialog and say
 * `words(answer)`. A refusal is said in words and leaves the dialog open.
 */
export async function send(desk, action, path, body, words) {
  const slot = URGENT.has(action) ? "urgent" : "pending";
  if (desk.state[slot] || (slot === "pending" && !desk.state.connected)) return;
  const { rev, dialog } = desk.state;
  const pressed = desk.window.document.activeElement;
  desk.set({ [slot]: action, message: null });
  try {
    const answer = await post(path, body);
    if (!desk.state.locked) await shown(desk, rev);
    const own = desk.state.dialog?.name === dialog?.name;
    desk.set({ [slot]: null, dialog: own ? null : desk.state.dialog });
    desk.say(words(answer));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    desk.set({ [slot]: null });
    refused(desk, action, refusal);
  }
  queueMicrotask(() => keepFocus(desk, pressed));
}

/** The view that follows a command comes by itself; if it does not, ask for it. */
async function shown(desk, rev) {
  const until = performance.now() + VIEW_AWAITED_MS;
  while (desk.state.rev <= rev && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (desk.state.rev > rev) return;
  try {
    const view = await get(counterPath(desk.place));
    desk.take(view, view.rev);
  } catch {
    // The connection's own sign says it; the next view brings the truth.
  }
}

function refused(desk, action, refusal) {
  const asks = refusal.code === "settle_current" && action === "next" && !desk.state.dialog;
  if (asks) desk.ask("settle");
  else if (MAY_TAKE_OVER.has(refusal.code)) desk.ask("takeover", { problem: refusal.problem });
  else desk.say(refusalWords(desk.t, refusal), "bad");
}

/** A button loses the focus while it is disabled; it gets it back, for the next Enter or Tab. */
function keepFocus(desk, pressed) {
  const { activeElement, body } = desk.window.document;
  if (activeElement === body && pressed?.isConnected && !pressed.disabled) pressed.focus();
}

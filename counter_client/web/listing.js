// The tickets of a whole branch for a dialog that lists them: asked for when it opens and when the queue changes.

import { get } from "/static/js/api.js";

// Tickets by which a list is whole; the server names no more of them.
export const LIST_MOST = 500;

const GATHER_MS = 250;

/** Dialogs that list tickets, by the state of those tickets. */
const LISTS = new Set(["waiting", "parked"]);

let gathering = false;

/** What the open dialog lists is asked for again, soon; changes that follow at once are gathered. */
export function refreshList(desk) {
  if (gathering || !LISTS.has(desk.state.dialog?.name)) return;
  gathering = true;
  setTimeout(() => {
    gathering = false;
    askForList(desk);
  }, GATHER_MS);
}

/** Fill the open dialog's form with `others`: the branch's tickets in its state, by due time. */
export async function askForList(desk) {
  const state = desk.state.dialog?.name;
  if (!LISTS.has(state)) return;
  try {
    const path = `/branches/${encodeURIComponent(desk.place.branch)}/tickets?state=${state}`;
    const others = await get(path);
    const byDueTime = [...others].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
    if (desk.state.dialog?.name === state) desk.fill({ others: byDueTime });
  } catch {
    // This counter's own are shown all the same.
  }
}

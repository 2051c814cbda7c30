// A page in preview, `?draft=7`: it shows what a draft of the office would make of it, and changes nothing.

import { get, Refusal } from "/static/js/api.js";

const AGAIN_MS = 5000;

/** The draft that is looked at; null where the page is the real one. */
export const draft = /^\d+$/.exec(new URLSearchParams(location.search).get("draft"))?.[0] ?? null;

/** In place of a socket: nothing is heard, nothing said. */
const SILENT = {
  connected: false,
  on: () => SILENT,
  emit: () => SILENT,
  timeout: () => SILENT,
  emitWithAck: async () => ({ granted: false }),
  connect: () => SILENT,
  disconnect: () => SILENT,
};

/** Show a view as it would be, now and again; as `watch` does for the real one. */
export function watchDraft({ view, branch, id }, { onState, onConnection, onProblem }) {
  const path = [view, branch, id].map(encodeURIComponent).join("/");
  async function look() {
    try {
      const state = await get(`/office/drafts/${draft}/preview/${path}`);
      onState(state, state.rev);
      onConnection(true);
      setTimeout(look, AGAIN_MS);
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.status === 0) setTimeout(look, AGAIN_MS);
      else onProblem(refusal.problem);
    }
  }
  document.documentElement.dataset.preview = draft;
  look();
  return SILENT;
}

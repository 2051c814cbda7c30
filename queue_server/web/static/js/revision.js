// For pages that follow no view: whether another revision of the office is in force, asked now and again.

import { renewTexts } from "/static/js/texts.js";

const ASK_MS = 2000;
const PATIENCE_MS = 5000;

/** Call `onNew` for each new revision, once the page's texts say what it says; nothing is asked while nobody looks. */
export function followRevision(onNew) {
  let known = null;

  async function ask() {
    const answer = await fetch("/revision", { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { revision } = await answer.json();
    if (known !== null && known !== revision) {
      await renewTexts();
      await onNew();
    }
    known = revision;
  }

  async function askForever() {
    if (!document.hidden) await ask().catch(() => {}); // the server was not reached; asked again
    setTimeout(askForever, ASK_MS);
  }

  askForever();
}

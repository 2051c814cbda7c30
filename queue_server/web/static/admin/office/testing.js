// Tests of devices in force: a slip through the same orders and agents as every other, a number on boards.

import { get, post } from "/static/js/api.js";
import { html } from "/static/vendor/lit-html.js";
import { attempt } from "./head.js";

const LOOKS = 20;
const LOOK_MS = 500;

/** The button of a printer; it prints with what is in force, not with the draft. */
export function testPrint(editor, path) {
  const branch = editor.draft.at(path.slice(0, 3)).id;
  const { id } = editor.draft.at(path);
  return html`<p class="buttons">
    <button type="button" @click=${() => print(editor, branch, id)}>${editor.t("edit.test")}</button>
    <span class="hint">${editor.t("edit.test_unpublished")}</span>
  </p>`;
}

/** The button of a counter: its boards show 8888 for a while. */
export function testBoard(editor, path) {
  const branch = editor.draft.at(path.slice(0, 3)).id;
  const { id } = editor.draft.at(path);
  const show = async () => {
    await post(`/branches/${branch}/counters/${id}/board/test`);
    editor.frame.tell(editor.t("edit.board_tested"));
  };
  return html`<p class="buttons">
    <button type="button" @click=${() => attempt(editor, show)}>${editor.t("edit.test_board")}</button>
    <span class="hint">${editor.t("edit.test_board_text")}</span>
  </p>`;
}

async function print(editor, branch, printer) {
  const { t, frame } = editor;
  await attempt(editor, async () => {
    let job = await post(`/branches/${branch}/printers/${printer}/test`);
    for (let look = 0; look < LOOKS && ["queued", "sent"].includes(job.state); look += 1) {
      frame.tell(t("edit.tested", { state: t(`job.${job.state}`) }));
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      job = await get(`/branches/${branch}/jobs/${job.id}`);
    }
    const kind = job.state === "printed" ? "good" : "bad";
    frame.tell(t("edit.tested", { state: t(`job.${job.state}`) }), kind);
  });
}

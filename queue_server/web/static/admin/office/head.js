// The head of a draft: its name, whether it is saved, what can be done with all of it; and what stands in the way.

import { post } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { when } from "../frame.js";
import { failuresOf, faultWords } from "./faults.js";
import { wayOf } from "./pages.js";
import { pathOf } from "./paths.js";
import { zoneOf } from "./zone.js";

/** What is refused for reasons of its own, each a fault. */
const TELLING = new Set(["invalid", "still_in_use"]);

export function head(editor) {
  const { draft, t } = editor;
  return html`<div class="draft-head">
    <p class="draft-name">
      <a href="/admin">${t("word.office_configuration")}</a> <span aria-hidden="true">›</span>
      <b>${draft.about.name}</b>
      <span class="hint">${t("edit.based", { revision: draft.about.base })}</span>
      ${draft.about.base === draft.about.newest ? nothing : html`<span class="badge">${t("overview.outdated")}</span>`}
    </p>
    <p class="saved" role="status" data-state=${draft.state}>${t(`edit.state.${draft.state}`)}</p>
    <ul class="views">
      ${view(editor, "preview")} ${view(editor, "changes", draft.about.difference.length)}
      ${view(editor, "publish", 0, "primary")}
    </ul>
    <details class="more" @focusout=${closeMore}>
      <summary class="button">${t("edit.more")}</summary>
      <ul>
        <li><button type="button" ?disabled=${editor.readOnly} @click=${() => rename(editor)}>${t("edit.rename")}</button></li>
        <li><a class="button" href=${`/api/v1/office/drafts/${draft.id}/export.yaml`} download>${t("edit.export")}</a></li>
        <li>
          <label class="button" ?hidden=${editor.readOnly}
            >${t("edit.import")}<input class="visually-hidden" type="file" accept=".yaml,.yml" @change=${(event) => importFile(editor, event.target)}
          ></label>
        </li>
        <li><button type="button" class="danger" ?disabled=${editor.readOnly} @click=${() => discard(editor)}>${t("edit.discard")}</button></li>
      </ul>
    </details>
  </div>`;
}

function view(editor, name, count = 0, kind = "") {
  return html`<li><a class="button ${kind}" href=${`#${name}`} aria-current=${editor.view === name ? "page" : nothing}>${editor.t(`edit.${name}`)}${count > 0 ? html` <span class="count">${count}</span>` : nothing}</a></li>`;
}

function closeMore(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}

/** What keeps this page from saving: someone else's edition, a time set for publication, a lost server. */
export function trouble(editor) {
  const { draft, t } = editor;
  if (draft.scheduled)
    return html`<div class="trouble" role="status">
      <p>${t("edit.scheduled", { at: when(editor.frame, draft.about.publish_at, zoneOf(editor.draft.document.branches)), name: draft.about.publish_by })}</p>
      ${editor.frame.may("office.publish") ? html`<button type="button" @click=${() => withdraw(editor)}>${t("edit.withdraw")}</button>` : nothing}
    </div>`;
  if (draft.about.failure)
    return html`<div class="trouble bad" role="alert">
      <p>${t("edit.failed")}</p>
      <ul>
        ${failuresOf(draft.about.failure).map((found) => html`<li>${failure(editor, found)}</li>`)}
      </ul>
    </div>`;
  if (draft.state !== "refused") return nothing;
  const { code, problem } = draft.refusal;
  const changed = code === "draft_changed";
  if (!changed && code !== "not_found")
    return html`<div class="trouble bad" role="alert"><p>${told(editor, draft.refusal)}</p></div>`;
  return html`<div class="trouble bad" role="alert">
    <h2>${changed ? t("edit.changed_elsewhere", { name: problem.by }) : t("edit.ended_elsewhere")}</h2>
    <p>${t("edit.changed_elsewhere_text")}</p>
    <p class="buttons">
      ${changed ? html`<button type="button" @click=${() => theirs(editor)}>${t("edit.show_theirs")}</button>` : nothing}
      <button type="button" class="primary" @click=${() => keepMine(editor)}>${t("edit.keep_mine")}</button>
    </p>
  </div>`;
}

function failure(editor, { path, message }) {
  const words = faultWords(editor.t, message);
  if (path === null) return words;
  return html`<a href=${`#${path}`}>${wayOf(editor, pathOf(path))}</a>: ${words}`;
}

async function theirs(editor) {
  await attempt(editor, () => editor.draft.load());
}

/** What was typed here goes on as a draft of its own; nothing is lost, nothing overwritten. */
async function keepMine(editor) {
  const { about, document } = editor.draft;
  await attempt(editor, async () => {
    const name = editor.t("edit.copy_of", { name: about.name }).slice(0, 80);
    const mine = await post("/office/drafts", { name, base: about.base, document });
    editor.draft.state = "saved";
    location.assign(`/admin/drafts/${mine.id}${location.hash}`);
  });
}

async function withdraw(editor) {
  await attempt(editor, async () => {
    await post(`/office/drafts/${editor.draft.id}/withdraw`);
    await editor.draft.load();
  });
}

async function rename(editor) {
  const { t, draft, frame } = editor;
  let name = draft.about.name;
  const yes = await frame.ask({
    title: t("edit.rename"),
    body: html`<label>${t("edit.name")}<input maxlength="80" required .value=${name} @input=${(event) => (name = event.target.value)}></label>`,
    yes: t("edit.save"),
  });
  if (!yes || !name.trim()) return;
  await attempt(editor, async () => {
    draft.about = {
      ...draft.about,
      ...(await post(`/office/drafts/${draft.id}/rename`, { name })),
    };
    editor.draw();
  });
}

async function importFile(editor, input) {
  const [file] = input.files;
  if (!file) return;
  const yaml = await file.text();
  input.value = "";
  await attempt(editor, async () => {
    await editor.draft.command("import", { yaml });
    await editor.draft.load();
    editor.known.clear();
    editor.frame.tell(editor.t("edit.imported", { name: file.name }));
  });
}

async function discard(editor) {
  const { t, frame, draft } = editor;
  const yes = await frame.ask({
    title: t("edit.discard"),
    text: t("edit.discard_text", { name: draft.about.name }),
    yes: t("edit.discard"),
    danger: true,
  });
  if (!yes) return;
  await attempt(editor, async () => {
    await draft.command("discard");
    location.assign("/admin");
  });
}

/** Do something that the server may refuse; a refusal is told. */
export async function attempt(editor, doing) {
  try {
    await doing();
  } catch (refusal) {
    editor.frame.tell(told(editor, refusal), "bad");
  }
}

/** Why something was refused, and what stood in its way. */
function told({ frame, t }, refusal) {
  const faults = TELLING.has(refusal.code) ? refusal.problem.errors : [];
  const words = faults.map(({ message }) => faultWords(t, message));
  return words.length > 0
    ? `${frame.refusal(refusal)} ${words.join("; ")}`
    : frame.refusal(refusal);
}

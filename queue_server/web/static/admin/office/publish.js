// Before publication: what would change, what is wrong or doubtful, when and why.

import { momentIn } from "/static/js/zones.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { when } from "../frame.js";
import { differenceList, sides, way } from "./difference.js";
import { faultWords } from "./faults.js";
import { attempt } from "./head.js";
import { wayOf } from "./pages.js";
import { pathOf } from "./paths.js";
import { zoneOf } from "./zone.js";

const PREFERENCES = ["mine", "theirs"];

/** What the draft changes. */
export function changes(editor) {
  const { draft, t } = editor;
  return html`<h1 id="page-title" tabindex="-1">${t("edit.changes")}</h1>
    <p class="intro">${t("edit.changes_text", { revision: draft.about.base })}</p>
    <section class="card">${differenceList(editor, draft.about.difference, (path) => `#${path}`)}</section>`;
}

/** Whether to publish, and the form that does it. */
export function publishing(editor) {
  const { draft, t, local } = editor;
  const { faults, doubts, difference } = draft.about;
  return html`<h1 id="page-title" tabindex="-1">${t("edit.publish")}</h1>
    ${local.stale ? stale(editor) : nothing} ${local.inUse ? inUse(editor) : nothing}
    ${
      faults.length > 0
        ? html`<section class="card">
            <h2>${t("edit.faults", { count: faults.length })}</h2>
            <p>${t("edit.faults_first")}</p>
            ${findings(editor, faults)}
          </section>`
        : nothing
    }
    ${
      doubts.length > 0
        ? html`<details class="card">
            <summary>${t("edit.doubts", { count: doubts.length })}</summary>
            ${findings(editor, doubts)}
          </details>`
        : nothing
    }
    <section class="card">
      <h2>${t("edit.changes")}</h2>
      ${differenceList(editor, difference, (path) => `#${path}`)}
    </section>
    ${editor.frame.may("office.publish") ? form(editor) : html`<p>${t("edit.may_not_publish")}</p>`}`;
}

function findings(editor, found) {
  return html`<ul>
    ${found.map(({ path, message }) => html`<li><a href=${`#${path}`}>${wayOf(editor, pathOf(path))}</a>: ${faultWords(editor.t, message)}</li>`)}
  </ul>`;
}

function form(editor) {
  const { draft, t, local } = editor;
  const ready = draft.about.faults.length === 0 && !draft.scheduled && draft.state !== "refused";
  return html`<form
    class="card"
    @submit=${(event) => {
      event.preventDefault();
      publish(editor);
    }}
  >
    <h2>${t("edit.into_force")}</h2>
    <label for="note">${t("edit.note")}</label>
    <input id="note" maxlength="500" autocomplete="off" .value=${local.note ?? ""} @input=${(event) => editor.set({ note: event.target.value })}>
    <fieldset class="group">
      <legend>${t("edit.when")}</legend>
      <label class="check"><input type="radio" name="when" .checked=${!local.later} @change=${() => editor.set({ later: false })}>${t("edit.now")}</label>
      <label class="check"><input type="radio" name="when" .checked=${local.later === true} @change=${() => editor.set({ later: true })}>${t("edit.later")}</label>
      ${local.later ? html`<label for="at">${t("edit.at")}</label><input id="at" type="datetime-local" class="narrow" required aria-describedby="at-zone" .value=${local.at ?? ""} @input=${(event) => editor.set({ at: event.target.value })}><p class="hint" id="at-zone">${t("edit.zone", { zone: zoneOf(editor.draft.document.branches) })}</p>` : nothing}
    </fieldset>
    <p class="buttons">
      <button type="submit" class="primary" ?disabled=${!ready || local.publishing}>${t(local.later ? "edit.publish_later" : "edit.publish_now")}</button>
    </p>
  </form>`;
}

async function publish(editor) {
  const { draft, t, local } = editor;
  const body = {
    ...(local.note?.trim() ? { note: local.note.trim() } : {}),
    ...(local.later ? { at: momentIn(zoneOf(editor.draft.document.branches), local.at) } : {}),
  };
  editor.set({ publishing: true, stale: null, inUse: null });
  await attempt(editor, async () => {
    try {
      const { revision } = await draft.command("publish", body);
      if (revision) {
        location.assign(`/admin?published=${revision}`);
        return;
      }
      await draft.load();
      const at = when(editor.frame, draft.about.publish_at, zoneOf(editor.draft.document.branches));
      editor.frame.tell(t("edit.will_publish", { at }));
    } catch (refusal) {
      if (refusal.code === "revision_changed") editor.set({ stale: refusal.problem });
      else if (refusal.code === "still_in_use") editor.set({ inUse: refusal.problem });
      else throw refusal;
    }
  });
  editor.set({ publishing: false });
  if (local.stale || local.inUse) document.getElementById("refused")?.focus();
}

/** Tickets or open counters still need what the draft takes away. */
function inUse(editor) {
  const { t, local } = editor;
  return html`<section id="refused" class="trouble bad" role="alert" tabindex="-1">
    <h2>${t("edit.in_use")}</h2>
    <p>${t("edit.in_use_text")}</p>
    <ul>
      ${local.inUse.errors.map(({ path, message }) => html`<li><a href=${`#${path}`}>${wayOf(editor, pathOf(path))}</a>: ${faultWords(t, message)}</li>`)}
    </ul>
  </section>`;
}

/** Someone has published another revision meanwhile: its changes and these go together. */
function stale(editor) {
  const { t, local } = editor;
  const { stale: problem, conflicts } = local;
  return html`<section id="refused" class="trouble bad" role="alert" tabindex="-1">
    <h2>${t("edit.stale", { revision: problem.revision, name: problem.by })}</h2>
    <p>${t("edit.stale_text")}</p>
    <ul>
      ${problem.errors.map(({ path }) => html`<li>${wayOf(editor, pathOf(path))}</li>`)}
    </ul>
    ${
      conflicts
        ? html`<p>${t("edit.conflicts")}</p>
            <ul class="conflicts">
              ${conflicts.map((change) => conflict(editor, change))}
            </ul>
            <p class="buttons">
              ${PREFERENCES.map((prefer) => html`<button type="button" @click=${() => rebase(editor, prefer)}>${t(`edit.prefer_${prefer}`)}</button>`)}
            </p>`
        : html`<p class="buttons"><button type="button" class="primary" @click=${() => rebase(editor)}>${t("edit.rebase")}</button></p>`
    }
  </section>`;
}

/** What this draft says and what is in force, where both were changed. */
function conflict(editor, change) {
  const { t, language } = editor;
  const name = way(change, t, language);
  return html`<li>
    ${change.kind === "removed" ? html`<b>${name}</b>` : html`<a href=${`#${change.path}`}>${name}</a>`}
    ${sides(editor, change, [t("edit.yours"), t("edit.in_force")])}
  </li>`;
}

async function rebase(editor, prefer = null) {
  await attempt(editor, async () => {
    try {
      await editor.draft.command("rebase", prefer ? { prefer } : {});
      await editor.draft.load();
      editor.known.clear();
      editor.set({ stale: null, conflicts: null });
      editor.frame.tell(editor.t("edit.rebased", { revision: editor.draft.about.base }));
    } catch (refusal) {
      if (refusal.code !== "changes_conflict") throw refusal;
      editor.set({ conflicts: refusal.problem.conflicts });
    }
  });
}

// The office configuration: what is in force, the drafts of what is to follow, and what was before.

import { get, post } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { openFrame, when } from "../frame.js";
import { differenceList } from "./difference.js";
import { attempt as attemptOn } from "./head.js";
import { mediaCard } from "./media.js";
import { zoneOf } from "./zone.js";

const OWN = "/static/admin";
const PAGE = 50;

const local = {
  drafts: null,
  revisions: null,
  zone: undefined,
  shown: null,
  difference: null,
  all: false,
};
let frame = null;

async function load() {
  await attempt(async () => {
    const [drafts, revisions, branches] = await Promise.all([
      get("/office/drafts"),
      get("/office/revisions"),
      get("/branches"),
    ]);
    const zone = zoneOf(branches);
    Object.assign(local, { drafts, revisions, zone, all: revisions.length < PAGE });
  });
  frame.draw();
}

/** When something was, by the office's clocks. */
function inOffice(moment) {
  return when(frame, moment, local.zone);
}

function attempt(doing) {
  return attemptOn({ frame, t: frame.t }, doing);
}

function page({ t }) {
  if (!local.revisions) return html`<h1>${t("word.office_configuration")}</h1>`;
  return html`<h1>${t("word.office_configuration")}</h1>
    ${inForce(local.revisions[0])} ${drafts()}
    ${mediaCard({ frame, t, draw: frame.draw })} ${history()}`;
}

function inForce(newest) {
  const { t } = frame;
  return html`<section class="card" aria-labelledby="in-force">
    <h2 id="in-force">${t("overview.in_force")}</h2>
    <p>${described(newest)}</p>
    ${newest.note ? html`<p class="note">${newest.note}</p>` : nothing}
    <p class="buttons">
      ${frame.may("office.edit") ? html`<button type="button" class="primary" @click=${begin}>${t("overview.change")}</button>` : nothing}
      <a class="button" href=${`/api/v1/office/revisions/${newest.revision}/export.yaml`} download>${t("edit.export")}</a>
    </p>
  </section>`;
}

function described({ revision, at, author }) {
  const { t } = frame;
  const said = { revision, at: inOffice(at), author: author ?? "" };
  return author ? t("overview.published", said) : t("overview.first", said);
}

/** A new draft of what is to follow the revision in force. */
async function begin() {
  const { t } = frame;
  let name = t("overview.draft_name", { at: inOffice(new Date()) });
  const yes = await frame.ask({
    title: t("overview.new_draft"),
    text: t("overview.new_draft_text"),
    body: html`<label for="draft-name">${t("edit.name")}</label><input id="draft-name" maxlength="80" required .value=${name} @input=${(event) => (name = event.target.value)}>`,
    yes: t("overview.begin"),
  });
  if (!yes || !name.trim()) return;
  await attempt(async () => {
    const { id } = await post("/office/drafts", { name: name.trim() });
    location.assign(`/admin/drafts/${id}`);
  });
}

function drafts() {
  const { t } = frame;
  if (local.drafts.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="drafts">
    <h2 id="drafts">${t("overview.drafts")}</h2>
    <table aria-labelledby="drafts">
      <thead>
        <tr>
          <th scope="col">${t("edit.name")}</th>
          <th scope="col">${t("overview.based_on")}</th>
          <th scope="col">${t("overview.changed")}</th>
          <th scope="col">${t("overview.publication")}</th>
        </tr>
      </thead>
      <tbody>
        ${local.drafts.map(
          (draft) =>
            html`<tr>
              <th scope="row"><a href=${`/admin/drafts/${draft.id}`}>${draft.name}</a></th>
              <td>${draft.base}${draft.base === draft.newest ? nothing : html` <span class="badge">${t("overview.outdated")}</span>`}</td>
              <td>${inOffice(draft.changed_at)}, ${draft.changed_by}</td>
              <td>${draft.failure ? html`<span class="badge bad">${t("edit.failed")}</span>` : draft.publish_at ? inOffice(draft.publish_at) : "–"}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function history() {
  const { t } = frame;
  const [newest, ...earlier] = local.revisions;
  return html`<section class="card" aria-labelledby="history">
    <h2 id="history">${t("overview.history")}</h2>
    <table aria-labelledby="history">
      <thead>
        <tr>
          <th scope="col">${t("word.revision")}</th>
          <th scope="col">${t("overview.at")}</th>
          <th scope="col">${t("overview.author")}</th>
          <th scope="col">${t("edit.note")}</th>
          <th scope="col"><span class="visually-hidden">${t("overview.actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${[newest, ...earlier].map((revision) => row(revision, revision === newest))}
      </tbody>
    </table>
    ${local.all ? nothing : html`<p class="buttons"><button type="button" @click=${more}>${t("overview.more")}</button></p>`}
  </section>`;
}

function row(found, isNewest) {
  const { t } = frame;
  const open = local.shown === found.revision;
  return html`<tr>
      <th scope="row">${found.revision}</th>
      <td>${inOffice(found.at)}</td>
      <td>${found.author ?? "–"}</td>
      <td>${found.restores ? t("overview.restored", { revision: found.restores }) : ""} ${found.note ?? ""}</td>
      <td class="row-buttons">
        ${found.revision > 1 ? html`<button type="button" class="small" aria-expanded=${String(open)} aria-label=${t("overview.what_of", { revision: found.revision })} @click=${() => toggle(found.revision)}>${t("overview.what")}</button>` : nothing}
        ${!isNewest && frame.may("office.publish") ? html`<button type="button" class="small" aria-label=${t("overview.roll_back_to", { revision: found.revision })} @click=${() => rollBack(found)}>${t("overview.roll_back")}</button>` : nothing}
      </td>
    </tr>
    ${open && local.difference ? html`<tr><td colspan="5">${differenceList(frame, local.difference)}</td></tr>` : nothing}`;
}

async function toggle(revision) {
  local.shown = local.shown === revision ? null : revision;
  local.difference = null;
  frame.draw();
  if (local.shown === null) return;
  await attempt(async () => {
    local.difference = (await get(`/office/revisions/${revision}`)).difference;
  });
  frame.draw();
}

async function more() {
  const before = local.revisions.at(-1).revision;
  await attempt(async () => {
    const found = await get(`/office/revisions?before=${before}`);
    local.revisions.push(...found);
    local.all = found.length < PAGE;
  });
  frame.draw();
}

/** Put an earlier revision in force again, after a look at what that would change. */
async function rollBack({ revision }) {
  const { t } = frame;
  const newest = local.revisions[0].revision;
  let note = "";
  let changes = null;
  await attempt(async () => {
    changes = (await get(`/office/revisions/${revision}?against=${newest}`)).difference;
  });
  if (!changes) return;
  const yes = await frame.ask({
    title: t("overview.roll_back_to", { revision }),
    text: t("overview.roll_back_text"),
    body: html`<div class="scrolled" tabindex="0" role="group" aria-label=${t("edit.changes")}>${differenceList(frame, changes)}</div>
      <label for="roll-back-note">${t("edit.note")}</label><input id="roll-back-note" maxlength="500" @input=${(event) => (note = event.target.value)}>`,
    yes: t("overview.roll_back"),
  });
  if (!yes) return;
  await attempt(async () => {
    const body = { revision, base: newest, ...(note.trim() ? { note: note.trim() } : {}) };
    const answer = await post("/office/roll-back", body);
    frame.tell(t("overview.in_force_now", { revision: answer.revision }));
  });
  await load();
}

frame = await openFrame({
  section: "office",
  texts: [`${OWN}/office/texts`, `${OWN}/keys/texts`],
  title: ({ t }) => t("word.office_configuration"),
  page,
});
await load();
document.addEventListener("visibilitychange", () => document.hidden || load());
const published = new URLSearchParams(location.search).get("published");
if (published) {
  frame.tell(frame.t("overview.in_force_now", { revision: published }));
  window.history.replaceState(null, "", "/admin");
}

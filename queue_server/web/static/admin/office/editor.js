// The page of a draft: its parts at the left, the form of one of them at the right, all of it saved as one goes.

import { get } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { openFrame } from "../frame.js";
import { Draft } from "./draft.js";
import { faultWords } from "./faults.js";
import { head, trouble } from "./head.js";
import { copied, newPart, page, pageOf, titleOf, wayOf } from "./pages.js";
import { at, freeId, idOf, pathOf, textOf } from "./paths.js";
import { preview } from "./preview.js";
import { changes, publishing } from "./publish.js";
import { renamed, Schema } from "./schema.js";
import { tree } from "./tree.js";
import { nameOf } from "./words.js";

const OWN = "/static/admin";
const VIEWS = { changes, publish: publishing, preview };

const editor = {
  frame: null,
  schema: null,
  draft: null,
  /** What the page shows: a path, or one of VIEWS. */
  path: ["office"],
  view: null,
  /** What is being typed on the way to publication, and what is looked at. */
  local: {},
  fresh: new Set(),
  known: new Map(),

  get t() {
    return editor.frame.t;
  },
  get language() {
    return editor.frame.language;
  },
  get languages() {
    const { languages } = editor.draft.document;
    return Array.isArray(languages) && languages.length > 0 ? languages : ["pl"];
  },
  get readOnly() {
    return editor.draft.scheduled || !editor.frame.may("office.edit");
  },
  get hall() {
    return Object.fromEntries(editor.languages.map((id) => [id, HALL[id] ?? HALL.en]));
  },
  has(key) {
    try {
      editor.t(key);
      return true;
    } catch {
      return false;
    }
  },
  faultsAt: (path) => editor.draft.faultsAt(path).map((fault) => faultWords(editor.t, fault)),
  draw: () => editor.frame?.draw(),
  set: (changes) => {
    Object.assign(editor.local, changes);
    editor.draw();
  },
  setList,
  isNew: (path) => editor.fresh.has(textOf(path)),
  know,
  settle,
  add,
  copy,
  remove,
};

/** What a new branch's waiting area is called. */
const HALL = { pl: "Poczekalnia", en: "Waiting room", uk: "Зала очікування", ru: "Зал ожидания" };

/** Remember an id, so that what names it can follow when it changes. */
function know(path) {
  const text = textOf(path);
  if (!editor.known.has(text)) editor.known.set(text, editor.draft.at(path));
}

/** Another order, or other parts, in a list: whatever was known by its place stands elsewhere now. */
function setList(path, list) {
  editor.known.clear();
  editor.draft.set(path, list);
}

/** A field was left: an id takes those that name it along, a first name makes an id. */
function settle(path) {
  const part = path.slice(0, -1);
  if (typeof part.at(-1) !== "number") return;
  if (path.at(-1) === "id") follow(path);
  if (["name", "label"].includes(path.at(-1))) nameFirst(part);
}

function follow(path) {
  const text = textOf(path);
  const [old, id] = [editor.known.get(text), editor.draft.at(path)];
  editor.known.set(text, id);
  if (!old || !id || old === id || path.length !== 6) return;
  const where = path.slice(0, 3);
  editor.draft.set(where, renamed(editor.schema, editor.draft.at(where), path[3], old, id));
}

function nameFirst(part) {
  const value = editor.draft.at(part);
  if (value.id !== "") return;
  const list = part.slice(0, -1);
  const called = nameOf(value, editor.languages[0]);
  const fallback = `${list.at(-1).replace(/s$/, "").replaceAll("_", "-")}-${part.at(-1) + 1}`;
  const taken = editor.draft.at(list).map(({ id }) => id);
  const id = freeId(idOf(called) || fallback, taken);
  editor.known.set(textOf([...part, "id"]), id);
  editor.draft.set([...part, "id"], id);
}

function add(path) {
  insert(path, (editor.draft.at(path) ?? []).length, newPart(editor, path));
}

function copy(path, place) {
  insert(path, place + 1, copied(editor.draft.at(path), place));
}

function insert(path, place, part) {
  const list = editor.draft.at(path) ?? [];
  const own = [...path, place];
  editor.fresh.add(textOf(own));
  setList(path, list.toSpliced(place, 0, part));
  if (textOf(pageOf(editor.schema, own)) === textOf(own)) location.hash = textOf(own);
  else requestAnimationFrame(() => focusOn(own, true));
}

async function remove(path, place, name) {
  const yes = await editor.frame.ask({
    title: editor.t("edit.remove_one", { name }),
    text: editor.t("edit.remove_text"),
    yes: editor.t("edit.remove"),
    danger: true,
  });
  if (yes) setList(path, editor.draft.at(path).toSpliced(place, 1));
}

/** Show what the address says: a part of the document, or a view of the whole. */
function show() {
  const text = decodeURIComponent(location.hash.slice(1)) || "office";
  editor.draft.save();
  editor.view = VIEWS[text] ? text : null;
  const wanted = editor.view ? ["office"] : pathOf(text);
  editor.path = pageOf(editor.schema, wanted);
  if (!editor.view && at({ office: editor.draft.document }, editor.path) === undefined)
    editor.path = ["office"];
  editor.draw();
  scrollTo(0, 0);
  focusOn(wanted, false);
}

/** Put the focus on the field of a path, or on the nearest thing around it; else on the page's heading. */
function focusOn(path, first) {
  const page = textOf(editor.path);
  for (let way = path; way.length > 0 && (first || textOf(way) !== page); way = way.slice(0, -1)) {
    const found = document.getElementById(textOf(way));
    const inner = first ? found?.querySelector("input, select, textarea") : null;
    if (found) {
      (inner ?? found).focus();
      found.scrollIntoView({ block: "center" });
      return;
    }
  }
  document.getElementById("page-title")?.focus({ preventScroll: true });
}

/** In a narrow window the parts stand above the form, which somebody who chose one wants to see. */
function bringIntoSight(title) {
  if (title?.getBoundingClientRect().top > innerHeight / 2) title.scrollIntoView();
}

function whole() {
  if (!editor.draft?.document || !editor.schema) return html`<p class="loading">…</p>`;
  const shown = editor.view ? VIEWS[editor.view](editor) : page(editor, editor.path);
  return html`
    ${head(editor)}
    <div class="editor">
      ${tree(editor)}
      <div class="sheet">
        ${trouble(editor)} ${editor.view ? nothing : faultList()}
        <fieldset class="all" ?disabled=${editor.readOnly && !editor.view}>
          <legend class="visually-hidden">${editor.view ? editor.t(`edit.${editor.view}`) : titleOf(editor, editor.path)}</legend>
          ${shown}
        </fieldset>
      </div>
    </div>
  `;
}

/** Every fault, each with the way to its field. */
function faultList() {
  const faults = editor.draft.allFaults;
  if (faults.length === 0) return nothing;
  return html`<details class="fault-list" ?open=${faults.length <= 5}>
    <summary>${editor.t("edit.faults", { count: faults.length })}</summary>
    <ul>
      ${faults.map(
        ({ path, message }) =>
          html`<li><a href=${`#${textOf(path)}`}>${wayOf(editor, path)}</a>: ${faultWords(editor.t, message)}</li>`,
      )}
    </ul>
  </details>`;
}

addEventListener("beforeunload", (event) => {
  if (editor.draft && editor.draft.state !== "saved") event.preventDefault();
});
addEventListener("hashchange", () => {
  show();
  bringIntoSight(document.getElementById("page-title"));
});

const id = location.pathname.split("/").at(-1);
editor.draft = new Draft(id, editor.draw);
editor.frame = await openFrame({
  section: "office",
  texts: [`${OWN}/office/texts`, `${OWN}/keys/texts`],
  title: (frame) => editor.draft.about?.name ?? frame.t("word.office_configuration"),
  page: whole,
  wide: true,
});
try {
  editor.schema = new Schema(await get("/office/schema"));
  await editor.draft.load();
  show();
} catch (refusal) {
  editor.frame.tell(editor.frame.refusal(refusal), "bad");
}

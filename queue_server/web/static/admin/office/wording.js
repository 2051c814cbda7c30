// Texts of the pages in the office's own words: those that it has, and all others to choose from.

import { get } from "/static/js/api.js";
import { say } from "/static/js/texts.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { faultsOf } from "./fields.js";
import { textOf } from "./paths.js";
import { forms, texts } from "./widgets/texts.js";
import { choiceOf, inAnyForm } from "./words.js";

/** An office may say more than the product does. */
const LONGEST = 2000;
/** In place of a page: all of them. */
const EVERY = "";
/** More texts are not shown at once: who looks for one has a word of it. */
const MOST_SHOWN = 100;

/** What the product says, by page and language; null while it is asked for. */
const builtIn = new Map();

/** The page of `office.wording`. */
export function wording(editor, path) {
  const values = editor.draft.at(path) ?? [];
  const changed = rowsOf(editor, values).map((row) => own(editor, path, row));
  return html`<section class="card">
      <h2>${editor.t("wording.own")}</h2>
      ${changed.length > 0 ? html`<ol class="cards">${changed}</ol>` : html`<p class="hint">${editor.t("wording.none")}</p>`}
    </section>
    ${all(editor, path, values)}`;
}

/** The texts of the draft with their places, and where they were begun, those begun that say nothing new. */
function rowsOf(editor, values) {
  const { begun = [] } = editor.local;
  const rows = values.map((value, place) => ({ ...value, place }));
  const placed = (one) => rows.filter((row) => isOf(row, one));
  return [
    ...rows.filter((row) => !begun.some((one) => isOf(one, row))),
    ...begun.flatMap((one) => (placed(one).length > 0 ? placed(one) : [one])),
  ];
}

/** Whether two rows are about the same text. */
function isOf(one, { page, key }) {
  return one.page === page && one.key === key;
}

/** Where a row stands: at its place in the draft, or by its name until it is there. */
function pathOfRow(path, { page, key, place = `${page}.${key}` }) {
  return [...path, place];
}

/** A text in the office's own words; emptied in every language, it is the product's again. */
function own(editor, path, row) {
  const { t } = editor;
  const { page, key, text } = row;
  const place = pathOfRow(path, row);
  const id = textOf(place);
  const at = [...place, "text"];
  const originals = originalsOf(editor, page, key);
  const back = () => takeBack(editor, path, row);
  const one = {
    path: at,
    id: textOf(at),
    about: {},
    label: nameOf(originals, editor.language) || key,
    help: t("wording.of", { page: choiceOf(t, page, "page"), key }),
    value: text,
    originals,
    longest: LONGEST,
    faults: editor.faultsAt(at),
    set: (value) => write(editor, path, row, value),
  };
  const settle = () => isEmpty(editor.draft.at(at)) && back();
  const faults = [[], ["page"], ["key"]].flatMap((rest) => editor.faultsAt([...place, ...rest]));
  return html`<li class="card-row" id=${id} tabindex="-1" @change=${settle}>
    ${faultsOf(id, faults)}
    ${hasForms(originals, text) ? forms(editor, one) : texts(editor, one)}
    <span class="row-buttons">
      <button type="button" class="small quiet" aria-label=${t("wording.back_one", { name: one.label })} @click=${back}>${t("wording.back")}</button>
    </span>
  </li>`;
}

/** Whether a text changes with a number; before its page is known, as it is written down. */
function hasForms(originals, text) {
  const [said] = Object.values(originals).concat(Object.values(text ?? {}));
  return typeof said === "object";
}

/** What a text is called: what it says in the reader's language. */
function nameOf(originals, language) {
  return inAnyForm(say(originals, language));
}

/** A row that is gone already, and with it the field that was left, is no empty one. */
function isEmpty(text) {
  return text !== undefined && Object.keys(text).length === 0;
}

/** What was begun is in the draft while it says something else than the product. */
function write(editor, path, { page, key, place }, text) {
  const values = editor.draft.at(path) ?? [];
  const begun = editor.local.begun?.find((one) => isOf(one, { page, key }));
  const there = place !== undefined;
  if (begun && isSame(text, begun.text)) {
    if (there) editor.setList(path, values.toSpliced(place, 1));
  } else if (there) editor.draft.set([...path, place, "text"], text);
  else editor.draft.set(path, [...values, { page, key, text }]);
}

function isSame(one, other) {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(one[key], other[key]));
}

/** Say what the product says; the focus goes on to the search, unless it is somewhere else. */
function takeBack(editor, path, row) {
  const { begun = [] } = editor.local;
  editor.set({ begun: begun.filter((one) => !isOf(one, row)) });
  if (row.place !== undefined) editor.setList(path, editor.draft.at(path).toSpliced(row.place, 1));
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById("wording-sought").focus();
  });
}

/** All texts of a page or of every page, to search and to choose from. */
function all(editor, path, values) {
  const { t } = editor;
  const { page = "kiosk", sought = "" } = editor.local.wording ?? {};
  const look = (changes) => editor.set({ wording: { page, sought, ...changes } });
  const pages = page === EVERY ? pagesOf(editor) : [page];
  const found = pages.flatMap((name) =>
    keysOf(editor, name)
      .filter((key) => isSought(editor, name, key, sought))
      .map((key) => ({ page: name, key })),
  );
  const shown = found.slice(0, MOST_SHOWN);
  return html`<section class="card">
    <h2>${t("wording.all")}</h2>
    <div class="fields">
      <div class="field">
        <label for="wording-page">${t("key.page")}</label>
        <select id="wording-page" @change=${(event) => look({ page: event.target.value })}>
          ${[EVERY, ...pagesOf(editor)].map((name) => html`<option value=${name} ?selected=${name === page}>${pageName(t, name)}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="wording-sought">${t("wording.search")}</label>
        <input id="wording-sought" type="search" autocomplete="off" .value=${sought} @input=${(event) => look({ sought: event.target.value })}>
      </div>
    </div>
    <ol class="parts" id="wording-all">${shown.map((one) => offer(editor, path, values, one, page === EVERY))}</ol>
    ${found.length > shown.length ? html`<p class="hint">${t("wording.more", { count: found.length - shown.length })}</p>` : nothing}
    ${found.length === 0 && pages.every((name) => builtIn.get(name)) ? html`<p class="hint">${t("wording.nothing")}</p>` : nothing}
  </section>`;
}

function pageName(t, page) {
  return page === EVERY ? t("wording.everywhere") : choiceOf(t, page, "page");
}

function offer(editor, path, values, { page, key }, namesPage) {
  const { t } = editor;
  const originals = originalsOf(editor, page, key);
  const name = nameOf(originals, editor.language);
  const place = values.findIndex((value) => value.page === page && value.key === key);
  return html`<li>
    <span lang=${editor.language in originals ? editor.language : nothing}>${name}</span>
    <code>${namesPage ? t("wording.of", { page: pageName(t, page), key }) : key}</code>
    ${
      place >= 0
        ? html`<a href=${`#${textOf([...path, place])}`}>${t("wording.changed")}</a>`
        : html`<button type="button" class="small" aria-label=${t("wording.change_one", { name })} @click=${() => begin(editor, path, page, key)}>${t("wording.change")}</button>`
    }
  </li>`;
}

/** Begin with what the product says. */
function begin(editor, path, page, key) {
  const { begun = [] } = editor.local;
  const said = Object.entries(originalsOf(editor, page, key));
  const text = Object.fromEntries(said.filter(([language]) => editor.languages.includes(language)));
  const one = { page, key, text };
  editor.set({ begun: [...begun.filter((other) => !isOf(other, one)), one] });
  requestAnimationFrame(() => {
    const row = document.getElementById(textOf(pathOfRow(path, one)));
    row?.querySelector("textarea")?.focus();
    row?.scrollIntoView({ block: "center" });
  });
}

function keysOf(editor, page) {
  const [first] = Object.values(catalogueOf(editor, page) ?? {});
  return Object.keys(first ?? {});
}

function isSought(editor, page, key, sought) {
  const said = Object.values(originalsOf(editor, page, key)).flatMap((text) =>
    typeof text === "object" ? Object.values(text) : text,
  );
  const wanted = sought.trim().toLowerCase();
  return [key, ...said].some((text) => text.toLowerCase().includes(wanted));
}

/** What the product says for a key, by language. */
function originalsOf(editor, page, key) {
  const said = Object.entries(catalogueOf(editor, page) ?? {});
  return Object.fromEntries(
    said.map(([language, catalogue]) => [language, catalogue[key]]).filter(([, text]) => text),
  );
}

/** What the product says on a page, by language; asked for when it is first needed. */
function catalogueOf(editor, page) {
  if (!builtIn.has(page) && pagesOf(editor).includes(page)) {
    builtIn.set(page, null);
    load(editor, page);
  }
  return builtIn.get(page);
}

async function load(editor, page) {
  try {
    builtIn.set(page, await get(`/office/texts/${page}`));
    editor.draw();
  } catch {
    builtIn.delete(page); // the server was not reached; asked again when the page is drawn anew
  }
}

/** The names of the pages whose texts may be changed. */
function pagesOf(editor) {
  return editor.schema.root.$defs.Wording.properties.page.enum;
}

// The pages of the editor: of the office, of a list of parts, of one part; and the way to each.

import { html, nothing } from "/static/vendor/lit-html.js";
import { field } from "./fields.js";
import { at, freeId, moved, textOf } from "./paths.js";
import { testBoard, testPrint } from "./testing.js";
import { cards, listFaults } from "./widgets/cards.js";
import { orderButtons } from "./widgets/lists.js";
import { wording } from "./wording.js";
import { helpOf, labelOf, partOf, stepOf, titleOfPart } from "./words.js";

/** The keys of a branch by what they are about; those of no group stand below them. */
const GROUPS = {
  Branch: [
    ["about", ["id", "name", "address", "time_zone", "training", "exits"]],
    [
      "hours",
      [
        "hours",
        "issue_hours",
        "booking_hours",
        "break_reason",
        "holidays",
        "days_off",
        "exceptional_days",
        "planned_counters",
      ],
    ],
  ],
  Service: [
    ["about", ["id", "name", "group", "zone", "channel", "documents", "slip_text"]],
    ["numbers", ["prefix", "first", "last", "limit_per_day", "limit_per_hour", "max_cases"]],
    [
      "waiting",
      [
        "target_wait_minutes",
        "handling_minutes",
        "route_by_language",
        "alert_waiting",
        "alert_wait_minutes",
      ],
    ],
    ["hours", ["hours", "issue_hours", "booking_hours"]],
  ],
};

/** Parts that can be tried, once they are in force. */
const TESTS = { printers: testPrint, counters: testBoard };

/** Lists of the office whose page is made by hand. */
const BY_HAND = { wording };

/** The page on which a path is edited. */
export function pageOf(schema, path) {
  if (path[1] === "branches" && typeof path[2] !== "number") return ["office", "branches"];
  const base = path[1] === "branches" ? path.slice(0, 3) : ["office"];
  const key = path[base.length];
  if (key === undefined) return base;
  if (base.length === 1 && BY_HAND[key]) return [...base, key];
  const node = schema.nodeAt([...base, key]);
  if (schema.isParts(node)) {
    const place = path[base.length + 1];
    const alone = typeof place === "number" && !schema.isShort(node);
    return alone ? [...base, key, place] : [...base, key];
  }
  const whole = base.length === 1 && schema.kind(schema.resolve(node)) === "object";
  return whole ? [...base, key] : base;
}

/** The sub-pages of the office or of a branch: the keys of its lists of parts, and of its great parts. */
export function subPages(schema, base) {
  const about = schema.resolve(base.length === 1 ? schema.root : schema.nodeAt(base));
  return schema
    .keys(about)
    .filter(([key, node]) => key !== "branches" && isPage(schema, base, key, node))
    .map(([key]) => [...base, key]);
}

function isPage(schema, base, key, node) {
  if (schema.isParts(node)) return true;
  if (base.length > 1) return false;
  return key in BY_HAND || schema.kind(schema.resolve(node)) === "object";
}

/** What a page is called. */
export function titleOf(editor, path) {
  const last = path.at(-1);
  if (path.length === 1) return editor.t("edit.general");
  if (typeof last === "number")
    return titleOfPart(editor.t, editor.draft.at(path), path.at(-2), last, editor.language);
  return labelOf(editor.t, last);
}

/** The way to a path in words: `Branches › Kraków › Services › Maps › Prefix`. */
export function wayOf(editor, path) {
  const own = pageOf(editor.schema, path);
  const steps = own.map((_, index) => own.slice(0, index + 1)).filter((step) => step.length > 1);
  const rest = path.slice(own.length).filter((part) => typeof part === "string");
  const text = own.length === 2 && BY_HAND[own[1]] ? editor.draft.at(path.slice(0, 3))?.key : null;
  const words = [
    ...steps.map((step) => titleOf(editor, step)),
    ...(text ? [text] : []),
    ...rest.map((key) => stepOf(editor.t, key)),
  ];
  return words.join(" › ") || editor.t("edit.general");
}

/** The page of a path: its heading, the way to it, and its fields. */
export function page(editor, path) {
  const node = path.length === 1 ? editor.schema.root : editor.schema.nodeAt(path);
  return html`
    ${way(editor, path)}
    <h1 id="page-title" tabindex="-1">${titleOf(editor, path)}</h1>
    ${body(editor, path, node)}
  `;
}

function way(editor, path) {
  const steps = path
    .map((_, index) => path.slice(0, index + 1))
    .filter((step) => step.length > 1 && step.length < path.length);
  if (steps.length === 0) return nothing;
  return html`<nav class="way" aria-label=${editor.t("edit.way")}>
    ${steps.map((step) => html`<a href=${`#${textOf(step)}`}>${titleOf(editor, step)}</a><span aria-hidden="true">›</span>`)}
  </nav>`;
}

function body(editor, path, node) {
  const about = editor.schema.resolve(node);
  const byHand = path.length === 2 ? BY_HAND[path[1]] : null;
  if (byHand) return html`${intro(editor, path)}${listFaults(editor, path)}${byHand(editor, path)}`;
  if (editor.schema.kind(about) === "list")
    return editor.schema.isShort(node) ? shortParts(editor, path, about) : parts(editor, path);
  if (about.optional && editor.draft.at(path) === null)
    return html`<div class="fields">${field(editor, path, node)}</div>`;
  editor.know([...path, "id"]);
  const pages = new Set(subPages(editor.schema, path).map((sub) => sub.at(-1)));
  const keys = editor.schema
    .keys(about)
    .filter(([key]) => path.length > 3 || (key !== "branches" && !pages.has(key)));
  const help = path.length === 2 ? helpOf(editor.t, path[1], "Office") : null;
  return html`${help ? html`<p class="intro">${help}</p>` : nothing}
    ${about.optional ? removal(editor, path) : nothing}${grouped(editor, path, keys, about)}
    ${TESTS[path.at(-2)]?.(editor, path) ?? nothing}`;
}

function removal(editor, path) {
  return html`<p><button type="button" class="small" @click=${() => editor.draft.set(path, null)}>${editor.t("edit.leave_out")}</button></p>`;
}

function grouped(editor, path, keys, about) {
  const model = about.model ?? (path.length === 3 ? "Branch" : "Office");
  const left = new Map(keys);
  const sections = (GROUPS[model] ?? []).map(([name, wanted]) => {
    const own = wanted.filter((key) => left.has(key)).map((key) => [key, left.get(key)]);
    for (const key of wanted) left.delete(key);
    return { name, own };
  });
  if (left.size > 0) sections.push({ name: sections.length > 0 ? "more" : null, own: [...left] });
  return sections
    .filter(({ own }) => own.length > 0)
    .map(
      ({ name, own }) =>
        html`<section class="card">
          ${name ? html`<h2>${editor.t(`edit.group.${name}`)}</h2>` : nothing}
          <div class="fields">${own.map(([key, node]) => field(editor, [...path, key], node, model))}</div>
        </section>`,
    );
}

function shortParts(editor, path, about) {
  const value = editor.draft.at(path);
  for (const index of (value ?? []).keys()) editor.know([...path, index, "id"]);
  const one = { path, label: null, about, value };
  return html`${intro(editor, path)}${listFaults(editor, path)}
    <section class="card">${cards(editor, one)}</section>`;
}

/** A list of parts that have pages of their own. */
function parts(editor, path) {
  const values = editor.draft.at(path) ?? [];
  const one = partOf(editor.t, path.at(-1));
  const set = (changed) => editor.setList(path, changed);
  return html`${intro(editor, path)}${listFaults(editor, path)}
    <section class="card">
      <ol class="parts">
        ${values.map((value, place) => {
          const own = [...path, place];
          const name = titleOfPart(editor.t, value, path.at(-1), place, editor.language);
          const faults = editor.draft.faultsBelow(own);
          return html`<li>
            <a href=${`#${textOf(own)}`}>${value.prefix ? html`<b class="prefix">${value.prefix}</b> ` : nothing}${name}</a>
            <code>${value.id}</code>
            ${faults > 0 ? html`<span class="badge bad">${editor.t("edit.faults", { count: faults })}</span>` : nothing}
            <span class="row-buttons">
              ${orderButtons(editor, name, place, values.length, (to) => set(moved(values, place, to)))}
              <button type="button" class="small quiet" aria-label=${editor.t("edit.copy_one", { name })} @click=${() => editor.copy(path, place)}>${editor.t("edit.copy")}</button>
              <button type="button" class="small quiet" aria-label=${editor.t("edit.remove_one", { name })} @click=${() => editor.remove(path, place, name)}>${editor.t("edit.remove")}</button>
            </span>
          </li>`;
        })}
      </ol>
      ${values.length === 0 ? html`<p class="hint">${editor.t("edit.empty")}</p>` : nothing}
      <p class="buttons"><button type="button" class="primary" @click=${() => editor.add(path)}>${editor.t("edit.add_one", { name: one })}</button></p>
    </section>`;
}

function intro(editor, path) {
  const key = `intro.${path.at(-1)}`;
  const text = editor.has(key) ? editor.t(key) : null;
  return text ? html`<p class="intro">${text}</p>` : nothing;
}

/** A new part for the list at `path`, with what it names chosen where that is needed. */
export function newPart(editor, path) {
  const { schema } = editor;
  const item = schema.resolve(schema.nodeAt(path)).items;
  const part = schema.blank(item);
  for (const [key, node] of schema.keys(schema.resolve(item))) {
    const reference = schema.reference([...path, 0, key]);
    if (!reference || schema.resolve(node).optional || part[key] !== "") continue;
    const branch = at({ office: editor.draft.document }, path.slice(0, 3));
    part[key] = branch?.[reference.of]?.[0]?.id ?? "";
  }
  if (path.at(-1) === "branches")
    part.zones = [
      {
        ...schema.blank(schema.resolve(schema.nodeAt(["office", "branches", 0, "zones"])).items),
        id: "hall",
        name: { ...editor.hall },
      },
    ];
  return part;
}

/** A copy of a part, with ids that none of its list has. */
export function copied(list, place) {
  const copy = structuredClone(list[place]);
  const taken = list.map(({ id }) => id);
  if (copy.id) copy.id = freeId(copy.id, taken);
  return copy;
}

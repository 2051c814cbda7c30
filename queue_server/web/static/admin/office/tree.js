// The parts of the document, as links; faults are counted beside them.

import { html, nothing } from "/static/vendor/lit-html.js";
import { pageOf, subPages, titleOf } from "./pages.js";
import { textOf } from "./paths.js";

export function tree(editor) {
  const branches = editor.draft.document.branches ?? [];
  return html`<nav class="tree" aria-label=${editor.t("edit.parts")}>
    <ul>
      ${entry(editor, ["office"])} ${subPages(editor.schema, ["office"]).map((path) => entry(editor, path))}
    </ul>
    <h2>${link(editor, ["office", "branches"])}</h2>
    ${branches.map((_, index) => branch(editor, ["office", "branches", index]))}
  </nav>`;
}

function branch(editor, path) {
  const open = textOf(editor.path).startsWith(textOf(path));
  return html`<ul class="branch">
    ${entry(editor, path)}
    ${open || editor.draft.document.branches.length === 1 ? subPages(editor.schema, path).map((sub) => entry(editor, sub, true)) : nothing}
  </ul>`;
}

function entry(editor, path, inner = false) {
  return html`<li class=${inner ? "inner" : ""}>${link(editor, path)}</li>`;
}

function link(editor, path) {
  const here = !editor.view && (textOf(editor.path) === textOf(path) || isWithin(editor, path));
  const value = editor.draft.at(path);
  const count = Array.isArray(value) ? html`<span class="count">${value.length}</span>` : nothing;
  const faults = own(editor, path);
  return html`<a href=${`#${textOf(path)}`} aria-current=${here ? "page" : nothing}
    ><span>${titleOf(editor, path)}</span>${count}${
      faults > 0
        ? html`<span class="badge bad"><span aria-hidden="true">${faults}</span><span class="visually-hidden">${editor.t("edit.faults", { count: faults })}</span></span>`
        : nothing
    }</a
  >`;
}

/** Whether the page shown is of one part of this list. */
function isWithin(editor, path) {
  return (
    editor.path.length === path.length + 1 &&
    typeof editor.path.at(-1) === "number" &&
    path.at(-1) !== "branches" &&
    textOf(editor.path.slice(0, -1)) === textOf(path)
  );
}

/** The faults of a page, without those that stand beside its sub-pages. */
function own(editor, path) {
  if (path.length === 2 && path[1] !== "branches") return editor.draft.faultsBelow(path);
  if (path.length > 3) return editor.draft.faultsBelow(path);
  const text = textOf(path);
  return editor.draft.allFaults.filter(
    (fault) => textOf(pageOf(editor.schema, fault.path)) === text,
  ).length;
}

// Lists of small parts, each a card of its own fields.

import { html, nothing } from "/static/vendor/lit-html.js";
import { faultsOf, field, group } from "../fields.js";
import { moved, textOf } from "../paths.js";
import { partOf, titleOfPart } from "../words.js";
import { orderButtons } from "./lists.js";

/** Parts with more keys than this are folded. */
const FOLDED = 5;

export function cards(editor, one) {
  const { path, label, about } = one;
  const set = (changed) => editor.setList(path, changed);
  const values = Array.isArray(one.value) ? one.value : [];
  const item = editor.schema.resolve(about.items);
  const keys = editor.schema.keys(item);
  const kind = partOf(editor.t, path.at(-1));
  const body = html`<ol class="cards">
      ${values.map((value, at) => {
        const own = [...path, at];
        const name = titleOfPart(editor.t, value, path.at(-1), at, editor.language);
        const inner = html`<div class="fields">
          ${keys.map(([key, node]) => field(editor, [...own, key], node, item.model))}
        </div>`;
        return html`<li class="card-row" id=${textOf(own)} tabindex="-1">
          ${faultsOf(textOf(own), editor.faultsAt(own))}
          ${
            keys.length > FOLDED || keys.some(([, node]) => isDeep(editor, node))
              ? html`<details ?open=${editor.draft.faultsBelow(own) > 0 || editor.isNew(own)}>
                  <summary>${name}</summary>
                  ${inner}
                </details>`
              : inner
          }
          <span class="row-buttons">
            ${orderButtons(editor, name, at, values.length, (to) => set(moved(values, at, to)))}
            <button type="button" class="small quiet" aria-label=${editor.t("edit.remove_one", { name })} @click=${() => set(values.toSpliced(at, 1))}>✕</button>
          </span>
        </li>`;
      })}
    </ol>
    <button type="button" class="small" @click=${() => editor.add(path)}>${editor.t("edit.add_one", { name: kind })}</button>`;
  return label === null ? body : group(editor, one, body, "part");
}

/** Whether a key needs more room than a line. */
function isDeep(editor, node) {
  return ["list", "object", "hours"].includes(editor.schema.kind(editor.schema.resolve(node)));
}

/** Whether there is anything to say about a list as such. */
export function listFaults(editor, path) {
  const faults = editor.faultsAt(path);
  return faults.length > 0
    ? html`<div id=${textOf(path)} tabindex="-1">${faultsOf(textOf(path), faults)}</div>`
    : nothing;
}

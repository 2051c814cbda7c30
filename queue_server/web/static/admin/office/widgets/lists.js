// Lists of plain things: names of other parts in an order, choices, intervals, numbers, texts.

import { autonym } from "/static/js/languages.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { described, group, labelled } from "../fields.js";
import { moved, textOf } from "../paths.js";
import { namesFor } from "../schema.js";
import { choiceOf } from "../words.js";
import { textFor } from "./choices.js";
import { someIntervals } from "./hours.js";
import { texts } from "./texts.js";

/** Languages that an office may want besides those that the product speaks by itself. */
const LANGUAGES = ["pl", "en", "uk", "ru", "be", "cs", "de", "es", "fr", "ka", "lt", "sk", "vi"];

export function list(editor, one) {
  const { path, about } = one;
  const item = editor.schema.resolve(about.items);
  const kind = editor.schema.kind(item);
  if (kind === "texts") return someTexts(editor, one);
  if (kind === "interval") return group(editor, one, someIntervals(editor, path, one.value ?? []));
  const reference = editor.schema.reference([...path, 0]);
  if (reference?.of === "languages") return chosen(editor, one, languageOptions(editor.languages));
  if (reference) {
    const names = namesFor(editor.draft.document, path, reference);
    return chosen(
      editor,
      one,
      names.map((part) => ({ value: part.id, text: textFor(editor, part) })),
    );
  }
  if (kind === "choice")
    return chosen(
      editor,
      one,
      (item.enum ?? [item.const]).map((value) => ({
        value,
        text: choiceOf(editor.t, value, path.at(-1)),
      })),
    );
  if (path.at(-1) === "languages") return chosen(editor, one, languageOptions(LANGUAGES));
  return typedItems(editor, one, kind);
}

function languageOptions(languages) {
  return languages.map((value) => ({ value, text: autonym(value) }));
}

/** Some of several in an order, each with buttons to move and remove it. */
function chosen(editor, one, options) {
  const { id, set } = one;
  const values = one.value ?? [];
  const text = (value) => options.find((option) => option.value === value)?.text ?? String(value);
  const left = options.filter((option) => !values.includes(option.value));
  return group(
    editor,
    one,
    html`<ol class="chosen">
        ${values.map(
          (value, at) =>
            html`<li>
              <span>${text(value)}</span>
              ${orderButtons(editor, text(value), at, values.length, (to) => set(moved(values, at, to)))}
              <button type="button" class="small quiet" aria-label=${editor.t("edit.remove_one", { name: text(value) })} @click=${() => set(values.toSpliced(at, 1))}>✕</button>
              ${editor.faultsAt([...one.path, at]).map((fault) => html`<p class="faults">${fault}</p>`)}
            </li>`,
        )}
      </ol>
      ${
        left.length > 0
          ? html`<label class="add"
              ><span class="visually-hidden">${editor.t("edit.add_to", { name: one.label })}</span>
              <select
                id=${`${id}-add`}
                @change=${(event) => {
                  set([...values, left[event.target.value - 1].value]);
                  event.target.value = "0";
                }}
              >
                <option value="0">${editor.t("edit.add")}</option>
                ${left.map((option, at) => html`<option value=${at + 1}>${option.text}</option>`)}
              </select></label
            >`
          : nothing
      }`,
  );
}

/** Buttons that move something in its list; they work by keyboard as everything else does. */
export function orderButtons(editor, name, at, count, move) {
  return html`<button type="button" class="small quiet" ?disabled=${at === 0} aria-label=${editor.t("edit.up", { name })} @click=${() => move(at - 1)}>↑</button
    ><button type="button" class="small quiet" ?disabled=${at === count - 1} aria-label=${editor.t("edit.down", { name })} @click=${() => move(at + 1)}>↓</button>`;
}

function someTexts(editor, one) {
  const { path, set } = one;
  const values = one.value ?? [];
  const size = editor.schema.sizeOf(editor.schema.resolve(one.about.items));
  return group(
    editor,
    one,
    html`<ol class="cards">
        ${values.map((value, at) => {
          const own = [...path, at];
          const label = `${one.label} ${at + 1}`;
          const inner = {
            ...one,
            ...size,
            path: own,
            id: textOf(own),
            label,
            help: null,
            about: {},
            value,
            faults: editor.faultsAt(own),
            set: (changed) => editor.draft.set(own, changed),
          };
          return html`<li class="card-row">
            ${texts(editor, inner)}
            <span class="row-buttons">
              ${orderButtons(editor, label, at, values.length, (to) => set(moved(values, at, to)))}
              <button type="button" class="small quiet" aria-label=${editor.t("edit.remove_one", { name: label })} @click=${() => set(values.toSpliced(at, 1))}>✕</button>
            </span>
          </li>`;
        })}
      </ol>
      <button type="button" class="small" @click=${() => set([...values, {}])}>${editor.t("edit.add")}</button>`,
  );
}

/** Numbers or words, with commas between them. */
function typedItems(editor, one, kind) {
  const { id, faults, help, set } = one;
  const read = (text) => {
    const parts = text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    set(kind === "integer" || kind === "number" ? parts.map(Number) : parts);
  };
  const inner = (one.value ?? []).flatMap((_, at) => editor.faultsAt([...one.path, at]));
  return labelled(
    editor,
    { ...one, faults: [...faults, ...inner] },
    html`<input
      id=${id}
      aria-invalid=${faults.length + inner.length > 0 ? "true" : nothing}
      aria-describedby=${described(id, [...faults, ...inner], help)}
      .value=${(one.value ?? []).join(", ")}
      @change=${(event) => read(event.target.value)}
    >`,
  );
}

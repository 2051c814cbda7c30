// Fields of a form, made of the schema: each with its label, help and faults, each with its path as id.

import { html, nothing } from "/static/vendor/lit-html.js";
import { letterPreview } from "./letter.js";
import { textOf } from "./paths.js";
import { cards } from "./widgets/cards.js";
import {
  choose,
  colour,
  flag,
  interval,
  mediaFile,
  picture,
  reference,
  zoneOfTime,
} from "./widgets/choices.js";
import { hours } from "./widgets/hours.js";
import { list } from "./widgets/lists.js";
import { textMessages } from "./widgets/text_messages.js";
import { texts } from "./widgets/texts.js";
import { helpOf, labelOf } from "./words.js";

/** Keys whose field is made by hand. */
const BY_KEY = {
  time_zone: zoneOfTime,
  logo: picture,
  file: mediaFile,
  chime_file: mediaFile,
};

/** Parts whose texts have a field of their own. */
const BY_MODEL = { TextMessages: textMessages };

/** Parts that are shown as they would be. */
const PREVIEWS = { Letter: letterPreview };

/** The field of the key at the end of `path`; `node` is its schema, `model` the part it belongs to. */
export function field(editor, path, node, model) {
  const about = editor.schema.resolve(node);
  const key = path.at(-1);
  const one = {
    path,
    id: textOf(path),
    about,
    kind: editor.schema.kind(about),
    label: labelOf(editor.t, key, model),
    help: helpOf(editor.t, key, model),
    value: editor.draft.at(path),
    faults: editor.faultsAt(path),
    set: (value) => editor.draft.set(path, value),
  };
  return widget(editor, one, model)(editor, one);
}

function widget(editor, { path, kind, about }, model) {
  const byKey = BY_KEY[path.at(-1)];
  if (byKey && kind === "text") return byKey;
  if (kind === "text" && editor.schema.reference(path)) return reference;
  switch (kind) {
    case "texts":
      return (of, one) =>
        (BY_MODEL[model] ?? texts)(of, {
          ...one,
          ...of.schema.sizeOf(one.about),
          ...original(of, path),
        });
    case "hours":
      return hours;
    case "choice":
      return choose;
    case "boolean":
      return flag;
    case "integer":
    case "number":
      return number;
    case "date":
      return (of, one) => line(of, one, "date");
    case "clock":
      return (of, one) => line(of, one, "time");
    case "interval":
      return interval;
    case "colour":
      return colour;
    case "text":
      return line;
    case "object":
      return part;
    case "list":
      return isCards(editor, about) ? cards : list;
    default:
      return anything;
  }
}

/** What the product says there, to begin with. */
function original(editor, path) {
  const originals = editor.schema.originals(path);
  return originals ? { originals, begins: true } : {};
}

function isCards(editor, about) {
  return editor.schema.kind(editor.schema.resolve(about.items)) === "object";
}

/** A field's label, control, help and faults. */
export function labelled(editor, { id, label, help, faults, about }, control) {
  return html`<div class="field" data-faulty=${faults.length > 0 ? "yes" : nothing}>
    <label for=${id}>${label}${about?.optional ? html` <small>${editor.t("edit.optional")}</small>` : nothing}</label>
    ${control} ${faultsOf(id, faults)} ${helpLine(id, help)}
  </div>`;
}

/** A field of several controls under one legend. */
export function group(editor, { id, label, help, faults, about }, controls, kind = "") {
  return html`<fieldset id=${id} class="field group ${kind}" tabindex="-1" data-faulty=${faults.length > 0 ? "yes" : nothing}
    aria-describedby=${described(id, faults, help)}>
    <legend>${label}${about?.optional ? html` <small>${editor.t("edit.optional")}</small>` : nothing}</legend>
    ${faultsOf(id, faults)} ${helpLine(id, help)} ${controls}
  </fieldset>`;
}

/** What a control says of itself besides its value. */
export function described(id, faults, help) {
  const ids = [faults.length > 0 ? `${id}-faults` : null, help ? `${id}-help` : null];
  return ids.filter(Boolean).join(" ") || nothing;
}

export function faultsOf(id, faults) {
  return faults.length > 0
    ? html`<div class="faults" id=${`${id}-faults`}>${faults.map((fault) => html`<p>${fault}</p>`)}</div>`
    : nothing;
}

function helpLine(id, help) {
  return help ? html`<p class="hint" id=${`${id}-help`}>${help}</p>` : nothing;
}

function line(editor, one, type = "text") {
  const { id, about, value, faults, help, set } = one;
  const typed = (text) => set(text === "" && about.optional ? null : text);
  return labelled(
    editor,
    one,
    html`<input
      id=${id}
      type=${type}
      autocomplete="off"
      spellcheck="false"
      maxlength=${about.maxLength ?? nothing}
      aria-invalid=${faults.length > 0 ? "true" : nothing}
      aria-describedby=${described(id, faults, help)}
      .value=${value ?? ""}
      @input=${(event) => typed(event.target.value)}
      @change=${(event) => editor.settle(one.path, event.target.value)}
    >`,
  );
}

function number(editor, one) {
  const { id, about, value, faults, help, set } = one;
  const typed = (text) => {
    if (text === "") return set(about.optional ? null : "");
    return set(Number(text));
  };
  return labelled(
    editor,
    one,
    html`<input
      id=${id}
      type="number"
      class="narrow"
      min=${about.minimum ?? about.exclusiveMinimum ?? nothing}
      max=${about.maximum ?? about.exclusiveMaximum ?? nothing}
      step=${one.kind === "integer" ? 1 : "any"}
      aria-invalid=${faults.length > 0 ? "true" : nothing}
      aria-describedby=${described(id, faults, help)}
      .value=${String(value ?? "")}
      @input=${(event) => typed(event.target.value)}
    >`,
  );
}

/** A part within: its keys, or a choice whether there is one. */
function part(editor, one) {
  const { about, value, path, id, set } = one;
  const there = value !== null && value !== undefined;
  const inner = there
    ? html`<div class="fields">
        ${editor.schema.keys(about).map(([key, node]) => field(editor, [...path, key], node, about.model))}
      </div>`
    : nothing;
  if (!about.optional) return group(editor, one, inner, "part");
  const blank = () =>
    editor.schema.blank({ ...about, anyOf: undefined, default: undefined, $ref: undefined });
  return group(
    editor,
    one,
    html`<label class="check"
        ><input type="checkbox" id=${`${id}-there`} .checked=${there} @change=${(event) => set(event.target.checked ? blank() : null)}>
        ${editor.t("edit.own")}</label
      >${inner}${PREVIEWS[about.model]?.(editor, one) ?? nothing}`,
    "part",
  );
}

/** What no other field is made for: its JSON. */
function anything(editor, one) {
  const { id, value, faults, help, set } = one;
  return labelled(
    editor,
    one,
    html`<textarea
      id=${id}
      rows="4"
      spellcheck="false"
      aria-describedby=${described(id, faults, help)}
      .value=${JSON.stringify(value ?? null)}
      @change=${(event) => set(parsed(event.target.value))}
    ></textarea>`,
  );
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

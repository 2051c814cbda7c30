// Fields whose value is chosen: from a few, from the names of other parts, a colour, two times, a file.

import { html, nothing } from "/static/vendor/lit-html.js";
import { described, labelled } from "../fields.js";
import { ACCEPTED, mediaFiles, uploading } from "../media.js";
import { namesFor } from "../schema.js";
import { choiceOf, nameOf } from "../words.js";

const ZONES = Intl.supportedValuesOf("timeZone");

/** One of several: [{value, text}]; what is not among them is shown as it is. `more` stands beside. */
function select(editor, one, options, more = nothing) {
  const { id, about, value, faults, help, set } = one;
  const known = options.some((option) => option.value === value);
  const all = [
    ...(about.optional || value === ""
      ? [{ value: about.optional ? null : "", text: editor.t("edit.none") }]
      : []),
    ...(known || value === null || value === "" || value === undefined
      ? []
      : [{ value, text: String(value) }]),
    ...options,
  ];
  const place = all.findIndex((option) => option.value === (value ?? null));
  const control = html`<select
    id=${id}
    aria-invalid=${faults.length > 0 ? "true" : nothing}
    aria-describedby=${described(id, faults, help)}
    @change=${(event) => set(all[event.target.value].value)}
  >
    ${all.map((option, at) => html`<option value=${at} .selected=${at === place}>${option.text}</option>`)}
  </select>`;
  return labelled(
    editor,
    one,
    more === nothing ? control : html`<span class="beside">${control} ${more}</span>`,
  );
}

/** One of the values that the schema lists. */
export function choose(editor, one) {
  const values = one.about.enum ?? [one.about.const];
  const key = one.path.at(-1);
  return select(
    editor,
    one,
    values.map((value) => ({ value, text: choiceOf(editor.t, value, key) })),
  );
}

/** The name of another part of the branch. */
export function reference(editor, one) {
  const names = namesFor(editor.draft.document, one.path, editor.schema.reference(one.path));
  return select(
    editor,
    one,
    names.map((part) => ({ value: part.id, text: textFor(editor, part) })),
  );
}

/** How a part is told apart from others: its name, and its id where that says more. */
export function textFor(editor, part) {
  if (!part.name) return choiceOf(editor.t, part.id, "built_in");
  const name = nameOf(part, editor.language);
  return name === part.id ? name : `${name} (${part.id})`;
}

export function flag(_editor, one) {
  const { id, label, help, value, faults, set } = one;
  return html`<div class="field" data-faulty=${faults.length > 0 ? "yes" : nothing}>
    <label class="check" for=${id}
      ><input id=${id} type="checkbox" aria-describedby=${described(id, faults, help)} .checked=${value === true} @change=${(event) => set(event.target.checked)}>${label}</label
    >
    ${faults.map((fault) => html`<p class="faults" id=${`${id}-faults`}>${fault}</p>`)}
    ${help ? html`<p class="hint" id=${`${id}-help`}>${help}</p>` : nothing}
  </div>`;
}

export function colour(editor, one) {
  const { id, value, faults, help, set } = one;
  return labelled(
    editor,
    one,
    html`<span class="beside"
      ><input type="color" aria-label=${editor.t("edit.colour")} .value=${value || "#000000"} @input=${(event) => set(event.target.value)}><input
        id=${id}
        class="narrow"
        aria-invalid=${faults.length > 0 ? "true" : nothing}
        aria-describedby=${described(id, faults, help)}
        .value=${value ?? ""}
        @input=${(event) => set(event.target.value)}
    ></span>`,
  );
}

/** The two times of `08:00-15:00`; a day ends at 24:00, which a field of time shows as 00:00. */
export function times(editor, id, text, write) {
  const [from = "", until = ""] = String(text ?? "").split("-");
  return html`<span class="beside times">
    <input id=${id} type="time" aria-label=${editor.t("edit.from")} .value=${from} @input=${(event) => write(`${event.target.value}-${until}`)}>
    <span aria-hidden="true">–</span>
    <input type="time" aria-label=${editor.t("edit.until")} .value=${until === "24:00" ? "00:00" : until} @input=${(event) => write(`${from}-${event.target.value === "00:00" ? "24:00" : event.target.value}`)}>
  </span>`;
}

export function interval(editor, one) {
  return labelled(editor, one, times(editor, one.id, one.value, one.set));
}

export function zoneOfTime(editor, one) {
  const { id, value, faults, help, set } = one;
  return labelled(
    editor,
    one,
    html`<input
        id=${id}
        list="time-zones"
        autocomplete="off"
        aria-invalid=${faults.length > 0 ? "true" : nothing}
        aria-describedby=${described(id, faults, help)}
        .value=${value ?? ""}
        @input=${(event) => set(event.target.value)}
      ><datalist id="time-zones">${ZONES.map((zone) => html`<option value=${zone}></option>`)}</datalist>`,
  );
}

/** A file of the media folder: one of those there, or another. A playlist may name a folder too. */
export function mediaFile(editor, one) {
  const isSound = one.path.at(-1) === "chime_file";
  const files = mediaFiles(editor).filter(({ kind }) => (kind === "sound") === isSound);
  const names = files.map(({ file }) => file);
  const folders = isSound ? [] : names.flatMap(foldersOf);
  const options = [...new Set([...folders, ...names])].map((value) => ({ value, text: value }));
  const accept = isSound ? ACCEPTED.sound : ACCEPTED.shown;
  const other = uploading(editor, one.id, accept, ({ file }) => keep(editor, one, file));
  return select(editor, one, options, other);
}

/** Put in what was uploaded, unless the field has changed meanwhile: by hand, or as its list did. */
function keep(editor, { path, value, set }, uploaded) {
  if (editor.draft.at(path) === value) set(uploaded);
}

/** Every folder that a file is in. */
function foldersOf(file) {
  const steps = file.split("/").slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join("/"));
}

/** A picture: what it looks like, and another in its place. */
export function picture(editor, one) {
  const { id, value } = one;
  const options = mediaFiles(editor)
    .filter(({ file }) => /\.(png|jpe?g)$/i.test(file))
    .map(({ file, url }) => ({ value: url, text: file }));
  return html`<div class="picture">
    ${select(
      editor,
      one,
      options,
      uploading(editor, id, ACCEPTED.logo, ({ url }) => keep(editor, one, url)),
    )}
    ${value ? html`<img src=${value} alt=${editor.t("edit.picture")}>` : nothing}
  </div>`;
}

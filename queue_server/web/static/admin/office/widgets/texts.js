// A text in every language of the office, side by side; one that changes with a number in each of its forms.

import { autonym } from "/static/js/languages.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { described, faultsOf, group } from "../fields.js";

/** Rows of a field whose text has lines, before it is scrolled. */
const MOST_ROWS = 16;

/** The forms that a number may ask for, in the order in which they are written down. */
const FORMS = ["zero", "one", "two", "few", "many", "other"];
/** Numbers that stand for a form: whole ones before those that hardly anybody counts. */
const EXAMPLES = [...Array(60).keys()].map((number) => number + 1).concat(0, 1.5);
const MOST_EXAMPLES = 3;

export function texts(editor, one) {
  const { path, about, value, set } = one;
  const said = typeof value === "string" ? everywhere(editor, value) : (value ?? {});
  const languages = languagesOf(editor, said);
  const write = (language, text) => {
    const next = inOrder(changed(said, language, text), languages);
    set(Object.keys(next).length === 0 && about.optional ? null : next);
  };
  return group(
    editor,
    one,
    html`${one.begins ? beginning(editor, one, said, languages) : nothing}
    <div class="languages">
      ${languages.map((language) =>
        area(editor, one, [...path, language], {
          language,
          label: autonym(language),
          text: said[language],
          original: one.originals?.[language],
          write: (text) => write(language, text),
        }),
      )}
    </div>`,
    "texts",
  );
}

/** A button that fills what is empty with what the product says. */
function beginning(editor, one, said, languages) {
  const empty = languages.filter((language) => !said[language] && one.originals[language]);
  if (empty.length === 0) return nothing;
  const begin = () => {
    const ours = Object.fromEntries(empty.map((language) => [language, one.originals[language]]));
    one.set(inOrder({ ...said, ...ours }, languages));
    const first = empty.includes(editor.language) ? editor.language : empty[0];
    document.getElementById(`${one.id}.${first}`).focus();
  };
  return html`<p>
    <button type="button" class="small" aria-label=${editor.t("edit.begin_one", { name: one.label })} @click=${begin}>${editor.t("edit.begin")}</button>
  </p>`;
}

/** A text with a form for each number: in every language, each of its forms with numbers that ask for it. */
export function forms(editor, one) {
  const { path, set } = one;
  const said = typeof one.value === "object" ? (one.value ?? {}) : {};
  const languages = languagesOf(editor, said);
  const write = (language, form, text) => {
    const own = inOrder(changed(ownForms(said[language]), form, text), FORMS);
    const none = Object.keys(own).length === 0;
    set(inOrder(changed(said, language, none ? "" : own), languages));
  };
  return group(
    editor,
    one,
    languages.map(
      (language) => html`<fieldset class="field group" id=${`${one.id}.${language}`} tabindex="-1">
        <legend>${autonym(language)}</legend>
        ${faultsOf(`${one.id}.${language}`, editor.faultsAt([...path, language]))}
        <div class="languages">
          ${formsIn(language, ownForms(said[language])).map((form) =>
            area(editor, one, [...path, language, form], {
              language,
              label: editor.t("wording.form", { numbers: numbersOf(language, form) }),
              text: ownForms(said[language])[form],
              original: one.originals?.[language]?.[form],
              write: (text) => write(language, form, text),
            }),
          )}
        </div>
      </fieldset>`,
    ),
    "texts",
  );
}

/** One text to write, under its label; `one.told` says something of it. */
function area(editor, one, path, { language, label, text, original, write }) {
  const own = `${one.id}.${path.slice(one.path.length).join(".")}`;
  const faults = editor.faultsAt(path);
  const told = text ? one.told?.(language, text) : null;
  return html`<div class="language">
    <label for=${own}>${label}</label>
    <textarea
      id=${own}
      lang=${language}
      rows=${rows(text || original, one.lines)}
      maxlength=${one.longest}
      placeholder=${original ?? nothing}
      aria-invalid=${faults.length > 0 ? "true" : nothing}
      aria-describedby=${faults.length > 0 ? described(own, faults, null) : described(one.id, one.faults, one.help)}
      .value=${text ?? ""}
      @focus=${() => editor.set({ writing: language })}
      @input=${({ target }) => write(one.lines ? target.value : target.value.replaceAll("\n", " "))}
      @change=${() => editor.settle(one.path, one.value)}
    ></textarea>
    ${faultsOf(own, faults)} ${told ? html`<p class="hint">${told}</p>` : nothing}
  </div>`;
}

function everywhere(editor, text) {
  return Object.fromEntries(editor.languages.map((language) => [language, text]));
}

function languagesOf(editor, said) {
  return [...new Set([...editor.languages, ...Object.keys(said)])];
}

/** The forms of a language, and those that are written down besides. */
function formsIn(language, own) {
  const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const besides = Object.keys(own).filter((form) => !FORMS.includes(form));
  return [...FORMS.filter((form) => known.includes(form) || form in own), ...besides];
}

function ownForms(said) {
  return typeof said === "object" ? said : {};
}

/** The first numbers that ask for a form: `2, 3, 4…`. */
function numbersOf(language, form) {
  const rules = new Intl.PluralRules(language);
  const found = EXAMPLES.filter((number) => rules.select(number) === form);
  const shown = found.slice(0, MOST_EXAMPLES).map((number) => number.toLocaleString(language));
  return shown.join(", ") + (found.length > MOST_EXAMPLES ? "…" : "") || form;
}

/** With one of its texts in other words, or without it. */
function changed(said, name, text) {
  const { [name]: _before, ...others } = said;
  return text === "" ? others : { ...others, [name]: text };
}

/** With its texts in this order. */
function inOrder(said, names) {
  const order = [...new Set([...names, ...Object.keys(said)])];
  return Object.fromEntries(order.filter((name) => name in said).map((name) => [name, said[name]]));
}

function rows(text = "", lines = false) {
  if (lines) return Math.min(MOST_ROWS, Math.max(4, text.split("\n").length));
  return Math.min(4, Math.max(1, Math.ceil(text.length / 34)));
}

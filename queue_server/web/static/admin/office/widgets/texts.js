// A text in every language of the office, side by side.

import { autonym } from "/static/js/languages.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { described, faultsOf, group } from "../fields.js";

export function texts(editor, one) {
  const { path, id, about, value, help, set } = one;
  const said = typeof value === "string" ? everywhere(editor, value) : (value ?? {});
  const languages = [...new Set([...editor.languages, ...Object.keys(said)])];
  const write = (language, text) => {
    const { [language]: _before, ...others } = said;
    const next = text === "" ? others : { ...others, [language]: text };
    set(Object.keys(next).length === 0 && about.optional ? null : inOrder(next, languages));
  };
  return group(
    editor,
    one,
    html`<div class="languages">
      ${languages.map((language) => {
        const faults = editor.faultsAt([...path, language]);
        const own = `${id}.${language}`;
        return html`<div class="language">
          <label for=${own}>${autonym(language)}</label>
          <textarea
            id=${own}
            lang=${language}
            rows=${rows(said[language])}
            maxlength="400"
            placeholder=${one.originals?.[language] ?? nothing}
            aria-invalid=${faults.length > 0 ? "true" : nothing}
            aria-describedby=${described(own, faults, null) === nothing ? described(id, one.faults, help) : described(own, faults, null)}
            .value=${said[language] ?? ""}
            @input=${(event) => write(language, event.target.value.replaceAll("\n", " "))}
            @change=${() => editor.settle(path, said)}
          ></textarea>
          ${faultsOf(own, faults)}
        </div>`;
      })}
    </div>`,
    "texts",
  );
}

function everywhere(editor, text) {
  return Object.fromEntries(editor.languages.map((language) => [language, text]));
}

function inOrder(said, languages) {
  return Object.fromEntries(
    languages.filter((language) => language in said).map((language) => [language, said[language]]),
  );
}

function rows(text) {
  return Math.min(4, Math.max(1, Math.ceil((text ?? "").length / 34)));
}

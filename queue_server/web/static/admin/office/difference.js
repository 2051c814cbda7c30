// What differs, in words: the way to each change, and what it was and is.

import { html, nothing } from "/static/vendor/lit-html.js";
import { choiceOf, isLanguage, nameOf, partOf, stepOf } from "./words.js";

const MARKS = { added: "+", removed: "−", changed: "→", moved: "↕" };

/** A list of changes; `link(path)` gives the address of what is there now. */
export function differenceList({ t, language }, changes, link = null) {
  if (changes.length === 0) return html`<p class="hint">${t("difference.none")}</p>`;
  return html`<ul class="difference">
    ${changes.map(
      (change) =>
        html`<li data-kind=${change.kind}>
          <span class="mark" aria-hidden="true">${MARKS[change.kind]}</span>
          <div>
            <p>
              <span class="kind">${t(`difference.${change.kind}`)}</span>
              ${link && change.kind !== "removed" ? html`<a href=${link(change.path)}>${way(change, t, language)}</a>` : html`<b>${way(change, t, language)}</b>`}
            </p>
            ${values({ t, language }, change)}
          </div>
        </li>`,
    )}
  </ul>`;
}

/** `Branch Kraków › Service Maps › Prefix`. */
export function way({ where, names }, t, language) {
  return where
    .map((step) => {
      if (step.id !== undefined && step.id !== null) {
        const name = nameOf({ ...step, name: step.name ?? names[step.key]?.[step.id] }, language);
        return `${partOf(t, step.key)} ${name}`;
      }
      return stepOf(t, step.key);
    })
    .join(" › ");
}

function values({ t, language }, { kind, before, after, where, names }) {
  const editor = { t, language, names };
  const key = where.at(-1)?.key;
  if (kind === "moved")
    return html`<p class="values">${t("difference.order")} ${after.map((id) => choice(editor, id, key)).join(", ")}</p>`;
  if (kind === "added")
    return html`<details><summary>${t("difference.details")}</summary>${value(editor, after, key)}</details>`;
  if (kind === "removed") return nothing;
  return html`<div class="values">
    <del><span class="visually-hidden">${t("difference.before")} </span>${value(editor, before, key)}</del>
    <span aria-hidden="true">→</span>
    <ins><span class="visually-hidden">${t("difference.after")} </span>${value(editor, after, key)}</ins>
  </div>`;
}

/** What two people put in the same place, each under its own heading. */
export function sides({ t, language }, { before, after, where, names }, headings) {
  const editor = { t, language, names };
  const key = where.at(-1)?.key;
  return html`<dl class="sides">
    ${[after, before].map(
      (found, side) =>
        html`<div>
          <dt>${headings[side]}</dt>
          <dd lang=${key && isLanguage(t, key) ? key : nothing}>${value(editor, found, key)}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A value as people read it. */
function value(editor, found, key) {
  const { t } = editor;
  if (found === null || found === undefined || found === "")
    return html`<i>${t("difference.nothing")}</i>`;
  if (typeof found === "boolean") return t(found ? "difference.yes" : "difference.no");
  if (Array.isArray(found))
    return found.length === 0
      ? html`<i>${t("difference.nothing")}</i>`
      : found.every((part) => typeof part !== "object")
        ? found.map((part) => choice(editor, part, key)).join(", ")
        : html`<ol>${found.map((part) => html`<li>${value(editor, part, key)}</li>`)}</ol>`;
  if (typeof found === "object") return parts(editor, found);
  return choice(editor, found, key);
}

/** What a choice, or the part that an id stands for, is called; with the id where that says more. */
function choice({ t, language, names }, found, key) {
  const name = nameOf({ name: names[key]?.[found] }, language);
  if (!name || name === found) return name || choiceOf(t, found, key);
  return `${name} (${found})`;
}

function parts(editor, found) {
  const said = Object.entries(found).filter(
    ([, part]) => part !== null && part !== "" && !(Array.isArray(part) && part.length === 0),
  );
  return html`<dl>
    ${said.map(
      ([key, part]) =>
        html`<div>
          <dt>${stepOf(editor.t, key)}</dt>
          <dd lang=${isLanguage(editor.t, key) ? key : nothing}>${value(editor, part, key)}</dd>
        </div>`,
    )}
  </dl>`;
}

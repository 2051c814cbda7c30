// The office's own names, looked up by id and said in the clerk's language.

import { say } from "/static/js/texts.js";
import { html } from "/static/vendor/lit-html.js";

/** What `texts` (an object by language) say; marked with its language when it is not the clerk's. */
export function phrase(texts, language) {
  if (!texts || texts[language]) return texts?.[language] ?? "";
  const [other, text] = Object.entries(texts)[0] ?? ["", ""];
  return html`<span lang=${other}>${text}</span>`;
}

/** The name of the `id` among `things` ([{id, name}]), as a phrase; the id itself when the office has no such thing. */
export function nameOf(things, id, language) {
  const thing = find(things, id);
  return thing ? phrase(thing.name, language) : id;
}

/** The same as plain text, for labels and options. */
export function plainNameOf(things, id, language) {
  const thing = find(things, id);
  return thing ? say(thing.name, language) : id;
}

/** A visitor's language in itself, marked as such. */
export function languageName(branch, id) {
  const language = find(branch.languages, id);
  return html`<span lang=${id}>${language ? language.name : id}</span>`;
}

export function find(things, id) {
  return (things ?? []).find((thing) => thing.id === id);
}

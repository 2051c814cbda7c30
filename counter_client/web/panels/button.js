// One button for one action, the same everywhere: its text, its key, disabled while it makes no sense.

import { html, nothing } from "/static/vendor/lit-html.js";
import { actionOf, possible } from "../actions.js";

/** `text` replaces the action's own; `detail` stands in the place of the key; `count` follows the text; `kind` is a css class. */
export function actionButton(desk, id, { text, detail, count, kind = "" } = {}) {
  const { letters, pending } = desk.state;
  const action = actionOf(id);
  const key = letters ? action.letter : action.keys?.[0];
  return html`<button
    type="button"
    class="action ${kind}"
    data-action=${id}
    data-letter=${action.letter}
    ?disabled=${!possible(id, desk.state, desk.clock)}
    aria-busy=${pending === id ? "true" : "false"}
    aria-keyshortcuts=${key ?? nothing}
    @click=${() => desk.act(id)}
  ><span class="action-text">${text ?? desk.t(action.text)}${count ? html` <span class="count">${count}</span>` : nothing}</span>${hint(key, detail)}</button>`;
}

function hint(key, detail) {
  if (detail) return html`<span class="action-hint">${detail}</span>`;
  return key ? html`<kbd class="action-hint" aria-hidden="true">${key}</kbd>` : nothing;
}

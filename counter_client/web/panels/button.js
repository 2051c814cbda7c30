// One button for one action, the same everywhere: its text, its key, disabled while it makes no sense.

import { html, nothing } from "/static/vendor/lit-html.js";
import { actionOf, possible } from "../actions.js";

/**
 * `text` replaces the action's own and `count` follows it; `detail` stands before the key, and alone while the
 * button is disabled; `kind` is a css class.
 */
export function actionButton(desk, id, { text, detail, count, kind = "" } = {}) {
  const { letters, pending, urgent } = desk.state;
  const action = actionOf(id);
  const enabled = possible(id, desk.state, desk.clock);
  const key = letters ? action.letter : action.keys?.[0];
  return html`<button
    type="button"
    class="action ${kind}"
    data-action=${id}
    data-letter=${action.letter}
    ?disabled=${!enabled}
    aria-busy=${[pending, urgent].includes(id) ? "true" : "false"}
    aria-keyshortcuts=${key ?? nothing}
    @click=${() => desk.act(id)}
  >
    <span class="action-text">
      ${text ?? desk.t(action.text)} ${count ? html`<span class="count">${count}</span>` : nothing}
    </span>
    ${detail ? html`<span class="action-hint">${detail}</span>` : nothing}
    ${key && (enabled || !detail) ? html`<kbd class="action-hint" aria-hidden="true">${key}</kbd>` : nothing}
  </button>`;
}

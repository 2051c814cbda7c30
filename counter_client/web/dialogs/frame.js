// What every dialog is made of: a titled form with its own live line, choices, and fields.

import { html, nothing } from "/static/vendor/lit-html.js";

/**
 * A dialog's form. `submit` is {text, ready, urgent?}; pressing it (or Enter) calls `onSubmit`. `more`
 * are further buttons before it, `cancel` is the text of the one that closes.
 */
export function frame(
  desk,
  { title, lead, body, submit, onSubmit, more = nothing, cancel = "dialog.cancel" },
) {
  const { message, connected, locked } = desk.state;
  const lost = !connected && !locked; // a locked page is not connected
  const words = lost ? desk.t("lost") : message?.text;
  return html`<form
    class="sheet"
    autocomplete="off"
    novalidate
    @submit=${(event) => {
      event.preventDefault();
      if (submit?.ready && !isHeldUp(desk, submit)) onSubmit();
    }}
  >
    <h2 id="dialog-title" class="sheet-title" tabindex="-1">${title}</h2>
    ${lead ? html`<p class="sheet-lead">${lead}</p>` : nothing}
    <div class="sheet-body">${body}</div>
    <p
      class="message sheet-message"
      role="status"
      data-kind=${words ? (lost ? "bad" : message.kind) : "none"}
    >
      ${words ? html`<span class="message-sign" aria-hidden="true">!</span><span>${words}</span>` : nothing}
    </p>
    <div class="sheet-buttons">
      <button type="button" class="action" @click=${() => desk.set({ dialog: null })}>
        <span class="action-text">${desk.t(cancel)}</span
        ><kbd class="action-hint" aria-hidden="true">Esc</kbd>
      </button>
      ${more} ${submit ? submitButton(desk, submit) : nothing}
    </div>
  </form>`;
}

/** Whether a command has to wait: for another one, or for the server to be back. */
function isHeldUp({ state }, { urgent = false }) {
  return urgent ? Boolean(state.urgent) : !state.connected || Boolean(state.pending);
}

function submitButton(desk, submit) {
  const busy = submit.urgent ? desk.state.urgent : desk.state.pending;
  return html`<button
    type="submit"
    class="action primary"
    ?disabled=${!submit.ready || isHeldUp(desk, submit)}
    aria-busy=${busy ? "true" : "false"}
  >
    <span class="action-text">${submit.text}</span
    ><kbd class="action-hint" aria-hidden="true">Enter</kbd>
  </button>`;
}

/** A button of a dialog that gives its own command, with a letter. */
export function sideButton(desk, { text, letter, ready, press, detail }) {
  const { pending, connected, letters } = desk.state;
  return html`<button
    type="button"
    class="action"
    data-letter=${letter}
    ?disabled=${!ready || !connected || Boolean(pending)}
    @click=${press}
  >
    <span class="action-text">${text}</span>${sideHint(detail, letters ? letter : null)}
  </button>`;
}

function sideHint(detail, letter) {
  if (detail) return html`<span class="action-hint">${detail}</span>`;
  return letter ? html`<kbd class="action-hint" aria-hidden="true">${letter}</kbd>` : nothing;
}

/**
 * One of several, as radio buttons in rows: `options` are {id, text, detail?, disabled?}. The chosen one takes
 * the focus when the dialog opens, unless `focus` is false; `digits` lets keys 1 to 9 choose.
 */
export function choices(
  desk,
  { name, legend, options, chosen, choose, digits = true, focus = true, kind = "" },
) {
  const focused = options.some(({ id }) => id === chosen) ? chosen : options[0]?.id;
  return html`<fieldset class="choices ${kind}">
    <legend>${legend}</legend>
    <div class="choices-list">
      ${options.map((option, at) => {
        const digit = digits && desk.state.letters && at < 9 ? at + 1 : null;
        return html`<label class="choice">
          <input
            type="radio"
            name=${name}
            value=${option.id}
            data-digit=${digit ?? nothing}
            .checked=${option.id === chosen}
            ?disabled=${option.disabled ?? false}
            ?autofocus=${focus && option.id === focused}
            @change=${() => choose(option.id)}
          />
          <span class="choice-text">${option.text}</span>
          ${option.detail ? html`<span class="choice-detail">${option.detail}</span>` : nothing}
          ${digit ? html`<kbd aria-hidden="true">${digit}</kbd>` : nothing}
        </label>`;
      })}
    </div>
  </fieldset>`;
}

/** Whether what was typed is a whole number from `least` to `most`. */
export function isWhole(typed, least, most) {
  return /^\d+$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
}

/** A line of text to fill in. */
export function textField(
  desk,
  { name, label, value, required = false, type = "text", focus = false, ...limits },
) {
  return html`<label class="field"
    >${label}
    <input
      name=${name}
      type=${type}
      maxlength=${limits.maxlength ?? nothing}
      min=${limits.min ?? nothing}
      max=${limits.max ?? nothing}
      ?required=${required}
      ?autofocus=${focus}
      .value=${value ?? ""}
      @input=${(event) => desk.fill({ [name]: event.target.value })}
  /></label>`;
}

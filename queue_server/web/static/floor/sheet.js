// Dialogs: a titled form with its fields, its own live line, and its buttons.

import { html, nothing } from "/static/vendor/lit-html.js";

/**
 * A dialog's form. `submit` is {text, ready?, danger?}; pressing it calls `onSubmit`. Without one the
 * dialog only tells something.
 */
export function sheet(page, { title, lead, body, submit, onSubmit, cancel }) {
  const { pending, message, connected } = page.state;
  return html`<form
    class="sheet"
    autocomplete="off"
    novalidate
    @submit=${(event) => {
      event.preventDefault();
      if (submit && ready(submit) && connected && !pending) onSubmit();
    }}
  >
    <h2 id="dialog-title" class="sheet-title" tabindex="-1">${title}</h2>
    ${lead ? html`<p class="sheet-lead">${lead}</p>` : nothing}
    <div class="sheet-body">${body}</div>
    <p class="message" role="status" data-kind=${message?.kind ?? "none"}>${message?.text ?? ""}</p>
    <div class="sheet-buttons">
      <button type="button" class="action" @click=${page.close}>
        ${cancel ?? page.t(submit ? "dialog.cancel" : "dialog.close")}
      </button>
      ${
        submit
          ? html`<button
              type="submit"
              class="action ${submit.danger ? "danger" : "primary"}"
              aria-busy=${pending ? "true" : "false"}
              ?disabled=${!ready(submit) || !connected || Boolean(pending)}
            >
              ${submit.text}
            </button>`
          : nothing
      }
    </div>
  </form>`;
}

function ready(submit) {
  return submit.ready ?? true;
}

/** The one dialog of a page; `dialogs` are by name (page, form) -> sheet. */
export function dialogOf(page, dialogs) {
  const { dialog } = page.state;
  return html`<dialog
    aria-labelledby="dialog-title"
    @close=${(event) => {
      if (!event.target.open && page.state.dialog) page.close();
    }}
  >
    ${dialog ? dialogs[dialog.name](page, dialog.form) : nothing}
  </dialog>`;
}

/** Keep the native dialog open exactly while the state has one. */
export function showDialog(page, root) {
  const element = root.querySelector("dialog");
  if (!element) return;
  const name = page.state.dialog?.name ?? "";
  if (element.dataset.name === name && element.open === Boolean(name)) return;
  if (element.open) element.close();
  element.dataset.name = name;
  if (!name) return;
  element.showModal();
  const first = element.querySelector("[autofocus]") ?? element.querySelector("h2");
  first.focus();
}

/** A line of text; `lang` is the language of what is typed. */
export function textField(page, { name, label, value, focus = false, most = 500, lang }) {
  return html`<label class="field">
    <span>${label}</span>
    <input
      name=${name}
      type="text"
      maxlength=${most}
      lang=${lang ?? nothing}
      ?autofocus=${focus}
      .value=${value ?? ""}
      @input=${(event) => page.fill({ [name]: event.target.value })}
    />
  </label>`;
}

/** One of several, as radio buttons: `options` are {id, text, detail?}. */
export function choices(page, { name, legend, options, chosen, focus = true }) {
  const focused = options.some(({ id }) => id === chosen) ? chosen : options[0]?.id;
  return html`<fieldset class="choices">
    <legend>${legend}</legend>
    ${options.map(
      (option) => html`<label class="choice">
        <input
          type="radio"
          name=${name}
          value=${option.id}
          .checked=${option.id === chosen}
          ?autofocus=${focus && option.id === focused}
          @change=${() => page.fill({ [name]: option.id })}
        />
        <span>${option.text}</span>
        ${option.detail ? html`<span class="choice-detail">${option.detail}</span>` : nothing}
      </label>`,
    )}
  </fieldset>`;
}

/** Something that may be ticked. */
export function tick(page, { name, label, value }) {
  return html`<label class="tick">
    <input
      type="checkbox"
      name=${name}
      .checked=${Boolean(value)}
      @change=${(event) => page.fill({ [name]: event.target.checked })}
    />
    <span>${label}</span>
  </label>`;
}

/** A list to choose one of: `options` are {id, text}. */
export function selectField(page, { name, label, options, value, focus = false }) {
  return html`<label class="field">
    <span>${label}</span>
    <select
      name=${name}
      ?autofocus=${focus}
      @change=${(event) => page.fill({ [name]: event.target.value })}
    >
      ${options.map((option) => html`<option value=${option.id} ?selected=${option.id === value}>${option.text}</option>`)}
    </select>
  </label>`;
}

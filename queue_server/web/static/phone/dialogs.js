// The two questions of the phone page: how late, and whether to give the place up.

import { html } from "/static/vendor/lit-html.js";

export function dialog(view, local, actions) {
  return local.dialog === "late"
    ? lateDialog(view, local, actions)
    : cancelDialog(view, local, actions);
}

function lateDialog({ can }, { t, busy }, actions) {
  return framed(
    "late",
    actions,
    html`
    <h2 id="dialog-title">${t("late.title")}</h2>
    <p>${t("late.text")}</p>
    <div class="choices">
      ${can.late.map(
        (minutes) =>
          html`<button ?disabled=${busy} @click=${() => actions.late(minutes)}>${t("late.minutes", { minutes })}</button>`,
      )}
    </div>
    <button class="quiet" ?disabled=${busy} @click=${() => actions.ask(null)}>${t("late.back")}</button>
  `,
  );
}

function cancelDialog({ ticket }, { t, busy }, actions) {
  return framed(
    "cancel",
    actions,
    html`
    <h2 id="dialog-title">${t("cancel.title", { number: ticket.number })}</h2>
    <p>${t("cancel.text")}</p>
    <button class="quiet" ?disabled=${busy} @click=${() => actions.ask(null)}>${t("cancel.back")}</button>
    <button class="danger" ?disabled=${busy} @click=${actions.cancel}>${t("verb.cancel")}</button>
  `,
  );
}

/** `name` keys nothing but the style; the page opens the dialog once it stands in the document. */
function framed(name, actions, content) {
  return html`<dialog class=${name} aria-labelledby="dialog-title" @close=${() => actions.ask(null)}>
    ${content}
  </dialog>`;
}

// A visit that is bound to who comes: the clerk asks, and types what the visitor says.

import { post, Refusal } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { refusalWords } from "../refusals.js";

/** The question for the visitor at this counter; empty for a visit that is bound to nobody. */
export function verify(desk) {
  const { bound } = desk.state.view;
  if (!bound) return nothing;
  return html`<form
    class="verify"
    autocomplete="off"
    @submit=${(event) => {
      event.preventDefault();
      compare(desk, bound, event.currentTarget.elements.said.value);
    }}
  >
    <label for="verify-said">${desk.t(`verify.${bound.holder}`)}</label>
    <input id="verify-said" name="said" maxlength="80" required />
    <button class="action">${desk.t("verify.button")}</button>
  </form>`;
}

/** What was said when booking is shown to nobody: only whether this is the same. */
async function compare(desk, { appointment }, said) {
  try {
    const path = `/appointments/${encodeURIComponent(appointment)}/verify`;
    const { matches } = await post(path, { holder: said });
    desk.say(desk.t(`verify.${matches}`), matches ? "good" : "bad");
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    desk.say(refusalWords(desk.t, refusal), "bad");
  }
}

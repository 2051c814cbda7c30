// While the clerk is away: nothing of the queue is shown until the PIN, or the password, is given.

import { signOut } from "/static/js/session.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { possible } from "../actions.js";

export function locked(desk) {
  const { session, unlocking, view } = desk.state;
  const byPin = Boolean(session?.account?.pin) && !unlocking.byPassword;
  const kind = byPin ? "pin" : "password";
  return html`<main class="lock" aria-labelledby="lock-title">
    ${emergency(desk)}
    <form
      class="opening-form"
      novalidate
      @submit=${(event) => {
        event.preventDefault();
        desk.lock.open(kind, new FormData(event.target).get("secret"));
        event.target.reset();
      }}
    >
      <h1 id="lock-title">${desk.t("lock.title", { counter: view?.label ?? desk.place.counter })}</h1>
      <p>${desk.t("lock.lead", { name: session?.caller.name ?? "" })}</p>
      <label class="field"
        >${desk.t(`lock.${kind}`)}
        <input
          name="secret"
          type="password"
          inputmode=${byPin ? "numeric" : "text"}
          autocomplete=${byPin ? "off" : "current-password"}
          required
          autofocus
          aria-describedby="lock-problem"
      /></label>
      <p class="message" id="lock-problem" role="alert" data-kind=${unlocking.problem ? "bad" : "none"}>
        ${unlocking.problem ?? ""}
      </p>
      <button type="submit" class="action primary" ?disabled=${unlocking.busy}>
        <span class="action-text">${desk.t("lock.open")}</span>
      </button>
      ${
        byPin
          ? html`<button type="button" class="action" @click=${() => desk.lock.usePassword()}>
              <span class="action-text">${desk.t("lock.use_password")}</span>
            </button>`
          : nothing
      }
      <button type="button" class="action" @click=${signOut}>
        <span class="action-text">${desk.t("lock.sign_out")}</span>
      </button>
    </form>
  </main>`;
}

/** Whoever is threatened before a locked page calls for help as at any time, and is told that it was sent. */
function emergency(desk) {
  const { message, urgent } = desk.state;
  return html`<div class="lock-emergency">
    <p class="message" role="status" data-kind=${message?.kind ?? "none"}>${message?.text ?? ""}</p>
    <button
      type="button"
      class="action emergency"
      data-action="alarm"
      ?disabled=${!possible("alarm", desk.state, desk.clock)}
      aria-busy=${urgent ? "true" : "false"}
      @click=${() => desk.act("alarm")}
    >
      <span class="action-text">${desk.t("action.alarm")}</span>
    </button>
  </div>`;
}

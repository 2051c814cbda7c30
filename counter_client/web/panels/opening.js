// A closed counter: who works, with which profile, and the button that opens it.

import { html } from "/static/vendor/lit-html.js";
import { possible } from "../actions.js";
import { plainNameOf } from "../names.js";
import { asHour } from "../time.js";
import { settings } from "./head.js";

const LONGEST_NAME = 80;

export function opening(desk) {
  const { view, branch, language, profile, pending } = desk.state;
  return html`<section class="opening" aria-labelledby="opening-title">
    <form
      class="opening-form"
      @submit=${(event) => {
        event.preventDefault();
        desk.act("session");
      }}
    >
      <h2 id="opening-title">${desk.t(view.held ? "takeover.held.title" : "opening.title", { counter: view.label })}</h2>
      ${view.held ? heldBy(desk) : whoWorks(desk)}
      <label class="field"
        >${desk.t("word.profile")}
        <select name="profile" @change=${(event) => desk.set({ profile: event.target.value })}>
          ${view.profiles.map((id) => html`<option value=${id} ?selected=${id === profile}>${plainNameOf(branch.profiles, id, language)}</option>`)}
        </select></label
      >
      <button
        type="submit"
        class="action primary"
        data-action="session"
        ?disabled=${!possible("session", desk.state, desk.clock)}
        aria-busy=${pending === "session" ? "true" : "false"}
      >
        <span class="action-text">${desk.t(view.held ? "takeover.held.yes" : "verb.open")}</span>
      </button>
      <div class="fields">${settings(desk)}</div>
    </form>
  </section>`;
}

/** Somebody else works here. */
function heldBy({ t, state }) {
  const { clerk, since } = state.view.held;
  const hour = asHour(since, state.language, state.branch.time_zone);
  return html`<p>${t("takeover.held.lead", { clerk, hour })}</p>`;
}

/** Who signs in works under their own name; in the demo a name is typed. */
function whoWorks(desk) {
  const { clerk, session } = desk.state;
  if (session?.caller.kind === "staff")
    return html`<p class="field">${desk.t("word.clerk")} <b>${session.caller.name}</b></p>`;
  return html`<label class="field"
    >${desk.t("word.clerk")}
    <input
      name="clerk"
      autocomplete="name"
      maxlength=${LONGEST_NAME}
      .value=${clerk}
      @input=${(event) => desk.set({ clerk: event.target.value })}
  /></label>`;
}

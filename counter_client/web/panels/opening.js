// A closed counter: who works, with which profile, and the button that opens it.

import { html } from "/static/vendor/lit-html.js";
import { possible } from "../actions.js";
import { plainNameOf } from "../names.js";
import { settings } from "./head.js";

const LONGEST_NAME = 80;

export function opening(desk) {
  const { view, branch, language, clerk, profile, pending } = desk.state;
  return html`<section class="opening" aria-labelledby="opening-title">
    <form
      class="opening-form"
      @submit=${(event) => {
        event.preventDefault();
        desk.act("session");
      }}
    >
      <h2 id="opening-title">${desk.t("opening.title")}</h2>
      <label class="field"
        >${desk.t("word.clerk")}
        <input
          name="clerk"
          autocomplete="name"
          maxlength=${LONGEST_NAME}
          .value=${clerk}
          @input=${(event) => desk.set({ clerk: event.target.value })}
      /></label>
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
        <span class="action-text">${desk.t("verb.open")}</span>
      </button>
      <div class="fields">${settings(desk)}</div>
    </form>
  </section>`;
}

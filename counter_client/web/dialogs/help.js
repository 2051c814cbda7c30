// Every key, and a switch for those who would rather have none.

import { html } from "/static/vendor/lit-html.js";
import { ACTIONS } from "../actions.js";
import { settings } from "../panels/head.js";
import { frame } from "./frame.js";

export const help = {
  still: () => true,
  show(desk) {
    const { letters } = desk.state;
    return frame(desk, {
      cancel: "dialog.close",
      title: desk.t("action.help"),
      body: html`<label class="tick"
          ><input
            type="checkbox"
            name="letters"
            autofocus
            .checked=${letters}
            @change=${(event) => desk.remember({ letters: event.target.checked })}
          />
          ${desk.t("help.letters")}</label
        >
        <dl class="keys">
          ${ACTIONS.map(
            (action) =>
              html`<div>
                <dt>${keysOf(desk, action)}</dt>
                <dd>${desk.t(action.text)}</dd>
              </div>`,
          )}
        </dl>
        <p class="note">${desk.t("help.dialogs")}</p>
        <div class="fields">${settings(desk)}</div>`,
    });
  },
};

function keysOf(desk, action) {
  const further = (action.keys ?? []).map((key) => (key === " " ? desk.t("help.space") : key));
  const all = desk.state.letters
    ? [action.letter, ...further]
    : further.filter((key) => /^F\d/.test(key));
  return all.length ? all.map((key, at) => html`${at ? " " : ""}<kbd>${key}</kbd>`) : "–";
}

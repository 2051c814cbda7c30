// The whole desk for a narrow bar: every action that does not fit on it, and the page's settings.

import { html } from "/static/vendor/lit-html.js";
import { asking } from "../actions.js";
import { actionButton } from "../panels/button.js";
import { noShowButton, undoButton } from "../panels/controls.js";
import { lockButton, onTopButton, pauseText, sessionText, settings } from "../panels/head.js";
import { frame } from "./frame.js";

export const more = {
  still: () => true,
  show(desk) {
    const { view } = desk.state;
    return frame(desk, {
      cancel: "dialog.close",
      title: desk.t("action.more"),
      body: html`<div class="menu">
          ${noShowButton(desk)} ${actionButton(desk, "return")} ${actionButton(desk, "park")}
          ${actionButton(desk, "transfer")} ${actionButton(desk, "waiting")}
          ${actionButton(desk, "parked", { count: view.parked.length })}
          ${actionButton(desk, "missed", { count: view.missed.length })}
          ${actionButton(desk, "precedence", { count: asking(view).length, kind: "urgent" })}
          ${actionButton(desk, "serve")} ${undoButton(desk, "")}
          ${actionButton(desk, "pause", { text: pauseText(desk) })}
          ${actionButton(desk, "session", { text: sessionText(desk) })} ${lockButton(desk, "")}
          ${onTopButton(desk, "")}
          ${actionButton(desk, "alarm", { kind: "danger" })}
          ${actionButton(desk, "help")}
        </div>
        <div class="fields">${settings(desk)}</div>`,
    });
  },
};

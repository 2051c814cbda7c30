// The page, drawn whole: its head, the tabs, the open tab, the dialog.

import { fault, head, messageLine } from "/static/floor/frame.js";
import { dialogOf, showDialog } from "/static/floor/sheet.js";
import { phrase, plain } from "/static/floor/words.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";
import { day } from "./day.js";
import { DIALOGS } from "./dialogs.js";
import { habits } from "./habits.js";
import { moving } from "./moving.js";

const TABS = { day, moving, habits };

export function draw(page, root) {
  render(pageOf(page), root);
  showDialog(page, root);
  const { view, language } = page.state;
  document.title = `${page.t("title")} – ${view ? plain(view.name, language) : "Okienko"}`;
}

function pageOf(page) {
  const { state } = page;
  if (state.fault) return fault(page);
  if (!state.view) return nothing;
  return html`<div data-connected=${state.connected}>
      ${head(page, {
        title: page.t("title"),
        place: phrase(state.view.name, state.language),
        timeZone: state.view.time_zone,
        actions: state.closures ? tabs(page) : nothing,
      })}
      <main class="main">${TABS[state.closures ? state.tab : "day"](page)}</main>
      ${messageLine(page)}
    </div>
    ${dialogOf(page, DIALOGS)}`;
}

function tabs(page) {
  return Object.keys(TABS).map(
    (id) => html`<button
      type="button"
      class="action"
      aria-pressed=${id === page.state.tab ? "true" : "false"}
      @click=${() => page.set({ tab: id })}
    >
      ${page.t(`tab.${id}`)}
    </button>`,
  );
}

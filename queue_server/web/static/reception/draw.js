// The page, drawn whole: notices that cannot wait, the tabs where there are several, the open tab.

import {
  appointmentsLink,
  fault,
  head,
  messageLine,
  suspendedBanner,
} from "/static/floor/frame.js";
import { dialogOf, showDialog } from "/static/floor/sheet.js";
import { asHour, find, nameOf, phrase, plain } from "/static/floor/words.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";
import { TABS } from "./tabs.js";

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
  const tab = TABS.find(({ id }) => id === state.tab);
  return html`<div data-connected=${state.connected}>
      <div class="top">
        ${head(page, {
          title: page.t("title"),
          place: phrase(state.view.name, state.language),
          timeZone: state.view.time_zone,
          actions: html`${TABS.length > 1 ? tabs(page) : nothing} ${appointmentsLink(page)}`,
        })}
        ${suspendedBanner(page)}
      </div>
      <main class="main">
        <div class="notices">${escorts(page)}</div>
        ${tab.show(page)}
      </main>
      ${messageLine(page)}
    </div>
    ${dialogOf(page, Object.assign({}, ...TABS.map(({ dialogs }) => dialogs)))}`;
}

function tabs(page) {
  return TABS.map(({ id, text, count }) => {
    const marked = count?.(page.state.view);
    return html`<button
      type="button"
      class="action"
      aria-pressed=${id === page.state.tab ? "true" : "false"}
      @click=${() => page.set({ tab: id })}
    >
      ${page.t(text)} ${marked ? html`<span class="chip">${marked}</span>` : nothing}
    </button>`;
  });
}

/** Called visitors whom someone has to accompany: the notice stands until they are there. */
function escorts(page) {
  const { view, language } = page.state;
  return view.escorts.map((escort) => {
    const counter = find(view.counters, escort.counter);
    return html`<section class="banner" data-kind="warn" role="alert">
      <p>
        <strong>${page.t("escort.title", { number: escort.number, counter: counter?.label ?? "" })}</strong>
        ${escort.needs.map((need, at) => html`${at ? ", " : ""}${nameOf(view.needs, need, language)}`)} ·
        <span lang=${escort.language}>${find(view.languages, escort.language)?.name ?? ""}</span> ·
        ${asHour(escort.called_at, language, view.time_zone)}
        ${counter?.directions ? html`· ${phrase(counter.directions, language)}` : nothing}
      </p>
    </section>`;
  });
}

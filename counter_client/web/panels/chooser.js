// The counters of a branch by zone, with who has them: where a clerk's day begins.

import { html, nothing } from "/static/vendor/lit-html.js";
import { nameOf, phrase } from "../names.js";
import { settings } from "./head.js";

export function chooser(desk) {
  const { branch, language } = desk.state;
  const last = desk.state.counters[branch.id];
  return html`<div class="chooser">
    <header class="chooser-head">
      <h1>
        ${desk.t("chooser.title")}<span class="chooser-branch"
          >${phrase(branch.name, language)}</span
        >
      </h1>
      <div class="chooser-settings">
        ${settings(desk)} <signed-in language=${language}></signed-in>
      </div>
    </header>
    <main>
      ${branch.zones
        .map((zone) => ({
          zone,
          counters: branch.counters.filter((counter) => counter.zone === zone.id),
        }))
        .filter(({ counters }) => counters.length)
        .map(
          ({ zone, counters }) =>
            html`<section class="chooser-zone">
              <h2>${phrase(zone.name, language)}</h2>
              <ul>
                ${counters.map((counter) => html`<li>${link(desk, counter, counter.id === last)}</li>`)}
              </ul>
            </section>`,
        )}
    </main>
    <p class="message" role="status" data-kind=${desk.state.connected ? "none" : "bad"}>
      ${desk.state.connected ? nothing : desk.t("lost")}
    </p>
  </div>`;
}

function link(desk, counter, last) {
  const { branch, language } = desk.state;
  const state = counter.open ? (counter.paused ? "paused" : "open") : "closed";
  const sign = { open: "●", paused: "❙❙", closed: "○" }[state];
  return html`<a
    class="chooser-counter"
    data-standing=${state}
    data-last=${last ? "true" : "false"}
    href="/counter/${encodeURIComponent(branch.id)}/${encodeURIComponent(counter.id)}"
  >
    <span class="chooser-label">${counter.label}</span>
    <span class="chooser-about">
      <span class="chooser-name">${phrase(counter.name, language)}</span>
      <span class="chooser-clerk"
        >${(counter.open && counter.clerk) || nameOf(branch.profiles, counter.profile, language)}</span
      >
      ${last ? html`<span class="chooser-last">${desk.t("chooser.last")}</span>` : nothing}
    </span>
    <span class="chooser-state"
      ><span aria-hidden="true">${sign}</span> ${desk.t(`counter.${state}`)}</span
    >
  </a>`;
}

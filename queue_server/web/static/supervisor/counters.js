// The counters: who works where on whom, since when, and who has been forgotten.

import { asTimer, nameOf, secondsSince } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const SIGNS = { closed: "○", paused: "❙❙", free: "●", called: "◔", serving: "◕" };

export function counters(page) {
  const { view } = page.state;
  const open = view.counters.filter((counter) => counter.open).length;
  return html`<section class="panel counters" aria-labelledby="counters-title">
    <h2 id="counters-title">
      ${page.t("counters.title")}
      <span class="chip">${page.t("counters.open", { open, all: view.counters.length })}</span>
    </h2>
    <ul class="cards">
      ${view.counters.map((counter) => card(page, counter))}
    </ul>
  </section>`;
}

function card(page, counter) {
  const state = stateOf(counter);
  const asked = page.state.view.help.filter((help) => help.counter === counter.id).length;
  return html`<li class="card" data-counter=${counter.id} data-state=${state}>
    <h3 class="card-label">${counter.label}</h3>
    <p class="card-state">
      <span aria-hidden="true">${SIGNS[state]}</span> ${page.t(`counters.${state}`)}
    </p>
    <p class="card-who">${counter.clerk ?? ""}</p>
    <p class="card-what">${work(page, counter)}</p>
    ${asked ? html`<p class="chip" data-kind="warn">${page.t("help.asked")}</p>` : nothing}
    <button
      type="button"
      class="action small"
      @click=${() => page.ask("counter", { counter: counter.id })}
    >
      ${page.t("counters.act")}
      <span class="visually-hidden">${page.t("counters.act_on", { counter: counter.label })}</span>
    </button>
  </li>`;
}

export function stateOf({ open, paused, ticket }) {
  if (!open) return "closed";
  if (ticket) return ticket.state;
  return paused ? "paused" : "free";
}

function work(page, counter) {
  const { view, language } = page.state;
  if (!counter.open) return nothing;
  const time = (since) => asTimer(secondsSince(since, page.clock));
  if (counter.ticket) {
    const { number, service, since } = counter.ticket;
    return html`<b class="card-number">${number}</b> <span class="card-time">${time(since)}</span>
      <span class="card-service">${nameOf(view.services, service, language)}</span>`;
  }
  if (counter.paused) {
    const why = counter.pause_reason
      ? nameOf(view.pause_reasons, counter.pause_reason, language)
      : "";
    return html`<span class="card-time">${time(counter.paused_at)}</span>
      <span class="card-service">${why}</span>`;
  }
  return html`<span class="card-service">${nameOf(view.profiles, counter.profile, language)}</span>`;
}

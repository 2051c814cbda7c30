// The desk: issue a ticket, find one and act on it, count contacts, confirm precedence.

import { command } from "/static/floor/page.js";
import { asMinutes, nameOf, phrase, secondsSince } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { issuing } from "./issuing.js";
import { tally } from "./tally.js";

export function desk(page) {
  return html`<div class="desk">
    ${issuing(page)}
    <div class="side">${precedence(page)} ${tally(page)}</div>
    ${tickets(page)}
  </div>`;
}

/** Who is where: the tickets that are alive, or those that are looked for. */
function tickets(page) {
  const { find, tickets: found } = page.state;
  return html`<section class="panel who" aria-labelledby="tickets-title">
    <div class="panel-head">
      <h2 id="tickets-title">${page.t(find.trim() ? "tickets.found" : "tickets.title")}</h2>
      <label class="search">
        <span class="visually-hidden">${page.t("tickets.find")}</span>
        <input
          type="search"
          name="find"
          maxlength="80"
          placeholder=${page.t("tickets.find")}
          .value=${find}
          @input=${(event) => {
            page.set({ find: event.target.value });
            page.refresh(true);
          }}
        />
      </label>
    </div>
    ${
      found?.length
        ? html`<table class="tickets stacks">
            <thead>
              <tr>
                <th scope="col">${page.t("word.number")}</th>
                <th scope="col">${page.t("word.service")}</th>
                <th scope="col">${page.t("tickets.where")}</th>
                <th scope="col" class="number">${page.t("tickets.since")}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${found.slice(0, 200).map((ticket) => row(page, ticket))}
            </tbody>
          </table>`
        : found
          ? html`<p class="empty">${page.t(find.trim() ? "tickets.none_found" : "tickets.none")}</p>`
          : nothing
    }
  </section>`;
}

function row(page, ticket) {
  const { view, language } = page.state;
  const since = ticket.started_at ?? ticket.called_at ?? ticket.entered_at;
  return html`<tr data-ticket=${ticket.number} data-state=${ticket.state}>
    <th scope="row" class="ticket-number">${ticket.number}</th>
    <td>
      ${nameOf(view.services, ticket.service, language)}
      <span class="marks">${marks(page, ticket)}</span>
    </td>
    <td>${where(page, ticket)}</td>
    <td class="number">
      ${ticket.ended_at ? nothing : asMinutes(page.t, secondsSince(since, page.clock))}
    </td>
    <td class="number">
      <button
        type="button"
        class="action small"
        @click=${() => page.ask("ticket", { ticket })}
      >
        ${page.t("tickets.act")}
      <span class="visually-hidden">${page.t("tickets.act_on", { number: ticket.number })}</span>
      </button>
    </td>
  </tr>`;
}

/** What is special about a ticket. */
export function marks(page, ticket) {
  const { view, language } = page.state;
  return [
    ticket.class !== "walk_in" && nameOf(view.classes, ticket.class, language),
    ticket.class_asked &&
      html`<b>${page.t("tickets.asks", { class: "" })} ${nameOf(view.classes, ticket.class_asked, language)}</b>`,
    ...ticket.needs.map((need) => html`<b>${nameOf(view.needs, need, language)}</b>`),
    ticket.rank < 0 && page.t("position.first"),
    ticket.rank > 0 && page.t("position.last"),
    ticket.reference,
  ]
    .filter(Boolean)
    .map((mark) => html`<span class="mark">${mark}</span>`);
}

/** Where the visitor is, in words. */
export function where(page, ticket) {
  const { view, language } = page.state;
  const state = page.t(`state.${ticket.state}`);
  const counter = view.counters.find(({ id }) => id === ticket.counter);
  if (ticket.state === "called" || ticket.state === "serving")
    return html`<b>${state}</b> · ${page.t("tickets.at", { counter: counter?.label ?? "" })}`;
  if (ticket.state !== "waiting") return state;
  const zone = view.zones.find(({ id }) => id === ticket.zone);
  return html`${page.t("tickets.ahead", { count: ticket.ahead })}
    <span class="note">${zone ? phrase(zone.name, language) : nothing}</span>`;
}

/** In which a confirmed precedence still changes when the visitor is called. */
const OF_USE = new Set(["waiting", "parked"]);

/** Precedence that was asked for at a kiosk and waits for someone who has seen the reason. */
function precedence(page) {
  const { tickets: found, view, language } = page.state;
  const asking = found?.filter(({ class_asked, state }) => class_asked && OF_USE.has(state));
  if (!asking?.length) return nothing;
  const settle = (ticket, verb, words) => async () => {
    const said = page.t(words, { number: ticket.number });
    await command(page, `/tickets/${ticket.id}/${verb}`, {}, said);
    page.refresh(true);
  };
  return html`<section class="panel" aria-labelledby="precedence-title">
    <h2 id="precedence-title">
      ${page.t("precedence.title")} <span class="chip" data-kind="warn">${asking.length}</span>
    </h2>
    <ul class="lines">
      ${asking.map(
        (ticket) => html`<li class="line">
          <b class="ticket-number">${ticket.number}</b>
          <span class="line-text">${nameOf(view.classes, ticket.class_asked, language)}</span>
          <button type="button" class="action small primary" @click=${settle(ticket, "confirm-class", "precedence.said")}>
            ${page.t("precedence.confirm")}<span class="visually-hidden"> ${ticket.number}</span>
          </button>
          <button type="button" class="action small" @click=${settle(ticket, "decline-class", "precedence.declined")}>
            ${page.t("precedence.decline")}<span class="visually-hidden"> ${ticket.number}</span>
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

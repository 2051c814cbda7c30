// The ticket at this counter: its number, since when, and all that the clerk should know of it.

import { html, nothing } from "/static/vendor/lit-html.js";
import { find, languageName, nameOf } from "../names.js";
import { asTimer, bookedFor, secondsSince } from "../time.js";
import { whyWords } from "../why.js";
import { noneWords } from "./queue.js";
import { reach } from "./reach.js";
import { verify } from "./verify.js";

export function ticketHead(desk) {
  const { ticket, paused } = desk.state.view;
  if (!ticket) return nobody(desk, paused);
  return html`<section
    class="ticket"
    data-state=${ticket.state}
    aria-label=${desk.t("ticket.current")}
  >
    <p class="number">${ticket.number}</p>
    <div class="ticket-about">
      <p class="ticket-service">
        ${nameOf(desk.state.branch.services, ticket.service, desk.state.language)}
      </p>
      ${reach(desk)} ${verify(desk)} ${alerts(desk, ticket)}
    </div>
    <div class="ticket-state">
      <p class="since">
        <span class="since-text">${desk.t(`state.${ticket.state}`)}</span>
        <span class="timer">${timer(desk, ticket)}</span>
      </p>
      <p class="ticket-calls">
        ${ticket.calls ? desk.t("ticket.calls", { count: ticket.calls }) : ""}
      </p>
    </div>
  </section>`;
}

/** The same place with nobody in it, so that the buttons below stay where they are. */
function nobody(desk, paused) {
  const { view } = desk.state;
  return html`<section
    class="ticket"
    data-state=${paused ? "paused" : "none"}
    aria-label=${desk.t("ticket.current")}
  >
    <div class="nobody">
      <p class="nobody-text">${desk.t(paused ? "ticket.paused" : "ticket.none")}</p>
      <p class="nobody-more">
        ${paused ? pauseReason(desk) : waitingWords(desk)}
      </p>
    </div>
    ${paused && view.paused_at ? html`<p class="timer">${asTimer(secondsSince(view.paused_at, desk.clock))}</p>` : nothing}
  </section>`;
}

function waitingWords(desk) {
  const { waiting_here: count } = desk.state.view;
  return count ? desk.t("ticket.waiting", { count }) : noneWords(desk);
}

function pauseReason(desk) {
  const { view, branch, language } = desk.state;
  return view.pause_reason ? nameOf(branch.pause_reasons, view.pause_reason, language) : "";
}

function timer(desk, ticket) {
  const since = ticket.state === "serving" ? ticket.started_at : ticket.called_at;
  return since ? asTimer(secondsSince(since, desk.clock)) : "";
}

/** What the clerk should know of the ticket; empty when there is none. */
export function ticketFacts(desk) {
  const { ticket, why } = desk.state.view;
  if (!ticket) return html`<section class="facts" aria-label=${desk.t("ticket.facts")}></section>`;
  return html`<section class="facts" aria-label=${desk.t("ticket.facts")}>
    <dl class="fact-list">
      ${facts(desk, ticket).map(
        ([label, value, kind]) =>
          html`<div class=${kind ?? ""}>
            <dt>${desk.t(label)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      why
        ? html`<div class="why">
            <h2>${desk.t("why")}</h2>
            <p>${whyWords(desk, why).join(" ")}</p>
          </div>`
        : nothing
    }
  </section>`;
}

function alerts(desk, ticket) {
  const { branch, language } = desk.state;
  const asked = ticket.class_asked && find(branch.classes, ticket.class_asked);
  if (!ticket.needs.length && !asked) return nothing;
  return html`<ul class="alerts">
    ${ticket.needs.map(
      (id) =>
        html`<li class="alert">
          <span aria-hidden="true">⚠</span> <b>${nameOf(branch.needs, id, language)}</b>
        </li>`,
    )}
    ${
      asked
        ? html`<li class="alert">
            <span aria-hidden="true">?</span> ${desk.t("ticket.asks_precedence")}:
            <b>${nameOf(branch.classes, asked.id, language)}</b>
          </li>`
        : nothing
    }
  </ul>`;
}

/** The names of some of the branch's `things`, one after another; empty when there are none. */
function names(desk, things, ids) {
  const { branch, language } = desk.state;
  if (!ids.length) return "";
  return ids.map((id, at) => html`${at ? ", " : ""}${nameOf(branch[things], id, language)}`);
}

function facts(desk, ticket) {
  const { branch, language } = desk.state;
  return [
    ["word.needs", names(desk, "needs", ticket.needs), ticket.needs.length > 2 ? "" : "bar"],
    ["word.class", html`${nameOf(branch.classes, ticket.class, language)} ${bookedFor(ticket)}`],
    ["ticket.language", languageName(branch, ticket.language)],
    ["word.cases", ticket.cases],
    ["ticket.chain", names(desk, "services", ticket.chain ?? [])],
    ["word.reference", ticket.reference],
    ["ticket.note", ticket.note],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
}

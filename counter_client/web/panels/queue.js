// What waits: how many for each service, who comes next, and what this counter has parked.

import { html, nothing } from "/static/vendor/lit-html.js";
import { nameOf } from "../names.js";
import { asMinutes, asTimer, bookedFor, secondsUntil } from "../time.js";
import { lateness } from "../why.js";

export function queue(desk) {
  return html`<div class="queue">${counts(desk)} ${upcoming(desk)} ${parked(desk)}</div>`;
}

function counts(desk) {
  const { view, branch, language } = desk.state;
  return html`<section class="panel counts" aria-labelledby="counts-title">
    <h2 id="counts-title">${desk.t("counts")}</h2>
    <div class="panel-body" tabindex="0" role="group" aria-labelledby="counts-title">
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">${desk.t("word.service")}</th>
            <th scope="col">${desk.t("state.waiting")}</th>
            <th scope="col">${desk.t("counts.longest")}</th>
          </tr>
        </thead>
        <tbody>
          ${inOfficeOrder(branch, view.waiting).map(
            (line) =>
              html`<tr data-empty=${line.count ? "false" : "true"}>
                <th scope="row">${nameOf(branch.services, line.service, language)}</th>
                <td class="counts-number">${line.count}</td>
                <td class="counts-longest">
                  ${line.count ? asMinutes(desk.t, line.longest_wait_seconds) : "–"}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** The office lists its services in an order of its own. */
function inOfficeOrder(branch, lines) {
  const place = new Map(branch.services.map(({ id }, index) => [id, index]));
  return [...lines].sort((one, other) => place.get(one.service) - place.get(other.service));
}

function upcoming(desk) {
  const { view } = desk.state;
  return html`<section class="panel upcoming" aria-labelledby="upcoming-title">
    <h2 id="upcoming-title">${desk.t("upcoming")}</h2>
    ${
      view.upcoming.length
        ? html`<ol class="panel-body lines">
            ${view.upcoming.map((ticket) => html`<li>${line(desk, ticket, "waiting", dueWords(desk, ticket))}</li>`)}
          </ol>`
        : html`<p class="panel-body panel-empty">
            ${closedToQueue(view) ? desk.t("upcoming.closed") : noneWords(desk)} ${elsewhereWords(desk)}
          </p>`
    }
  </section>`;
}

/** Whether visitors wait whose order is not known here, for a closed counter calls nobody. */
function closedToQueue({ open, held, waiting_here }) {
  return !open && !held && waiting_here > 0;
}

/** Why this counter can call nobody: none wait for it, or for a suspended service. */
export function noneWords({ t, state }) {
  const { waiting, suspended_services } = state.view;
  const suspended = new Set(suspended_services.map(({ service }) => service));
  const stopped = waiting.some(({ service, count }) => count && suspended.has(service));
  return t(stopped ? "upcoming.suspended" : "upcoming.none");
}

function elsewhereWords({ t, state }) {
  const { waiting_elsewhere: count } = state.view;
  return count ? t("upcoming.elsewhere", { count }) : "";
}

function parked(desk) {
  const { view } = desk.state;
  return html`<section class="panel parked" aria-labelledby="parked-title">
    <h2 id="parked-title">
      ${desk.t("parked")} <kbd aria-hidden="true">${desk.state.letters ? "L" : nothing}</kbd>
    </h2>
    ${
      view.parked.length
        ? html`<ul class="panel-body lines">
            ${view.parked.map((ticket) => html`<li>${line(desk, ticket, "parked", parkedWords(desk, ticket))}</li>`)}
          </ul>`
        : html`<p class="panel-body panel-empty">${desk.t("parked.none")}</p>`
    }
  </section>`;
}

/** A ticket as one line that opens its list with it chosen. */
function line(desk, ticket, list, words) {
  return html`<button
    type="button"
    class="line"
    data-ticket=${ticket.number}
    ?disabled=${!desk.state.connected}
    @click=${() => desk.act(list, ticket.id)}
  >
    <span class="line-number">${ticket.number}</span>
    <span class="line-about">${about(desk, ticket, list === "parked")}</span>
    <span class="line-words">${words}</span>
  </button>`;
}

/** The service of a ticket and what is special about it. */
export function about(desk, ticket, withNote = false) {
  const { branch, language } = desk.state;
  const marks = [
    ticket.class !== "walk_in" &&
      html`<b>${nameOf(branch.classes, ticket.class, language)} ${bookedFor(ticket)}</b>`,
    ticket.class_asked &&
      html`<b class="caution"
        >${desk.t("ticket.asks_precedence")}:
        ${nameOf(branch.classes, ticket.class_asked, language)}</b
      >`,
    ...ticket.needs.map(
      (id) =>
        html`<b class="caution"
          ><span aria-hidden="true">⚠ </span>${nameOf(branch.needs, id, language)}</b
        >`,
    ),
    ticket.reserved && desk.t(`ticket.reserved.${ticket.reserved.split(":")[0]}`),
    ticket.cases > 1 && desk.t("ticket.cases", { count: ticket.cases }),
    withNote && ticket.note,
  ].filter(Boolean);
  return html`<span class="about-service"
      >${nameOf(branch.services, ticket.service, language)}</span
    >
    ${marks.length ? html`<span class="about-marks">${marks.map((mark) => html`<span>${mark}</span>`)}</span>` : nothing}`;
}

/** When it is due, at this counter where that only helps with its service. */
export function dueWords(desk, { due_at, after_seconds = 0 }) {
  return lateness(desk.t, (desk.clock() - Date.parse(due_at)) / 1000 - after_seconds);
}

export function parkedWords(desk, ticket) {
  if (!ticket.parked_until) return desk.t("parked.open_ended");
  return desk.t("parked.left", { time: asTimer(secondsUntil(ticket.parked_until, desk.clock)) });
}

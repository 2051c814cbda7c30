// The ticket: on its way, and there. The number stays readable from two steps away, paper or not.

import { html, nothing } from "/static/vendor/lit-html.js";
import { serviceOf } from "../choices.js";
import { icon } from "../icons.js";
import { keyHint, notice, primary, screen, title } from "./parts.js";

export function issuing(scene) {
  const { t } = scene.words;
  const text = t(scene.slow ? "issuing.slow" : "issuing.text");
  return screen(
    "issuing",
    html`<div class="waiting-dots" aria-hidden="true"><i></i><i></i><i></i></div>
      ${title(t("issuing.title"))}
      <p class="hint" role="status" data-spoken>${text}</p>`,
  );
}

export function done(scene) {
  const { view, visit, words } = scene;
  const { t } = words;
  const { ticket } = visit;
  const zone = view.zones.find(
    (z) => z.id === (ticket.zone ?? serviceOf(view, ticket.service)?.zone),
  );
  const confirms = view.classes.find((c) => c.id === visit.visitorClass)?.staff_confirms;
  const lead = html`<div class="columns">
    <section class="card number-card">
      ${title(t("done.title"))}
      <p class="number" data-length=${ticket.number.length} data-spoken data-say=${spokenNumber(ticket)}>${ticket.number}</p>
      ${zone ? where(words, zone) : nothing}
      <dl class="facts">${facts(scene, ticket)}</dl>
    </section>
    <div class="beside">
      <div class="handout" data-paper=${scene.paper}>${slip(scene)}${follow(words, ticket)}</div>
      ${scene.away ? notice("away", t("offline.note")) : nothing}
      ${confirms ? notice("shield", whoConfirms(scene)) : nothing}
      <p class="hint" data-spoken>${booked(words, ticket)} ${t("done.called")}</p>
    </div>
  </div>`;
  return screen("done", lead, primary(t("done.finish"), scene.leave, "check"));
}

/** Precedence counts once staff have confirmed it; where they are stands here if there is room. */
function whoConfirms({ view, words, dense }) {
  const place = view.kiosk.staffed;
  return place && !dense
    ? html`${words.t("needs.staff_confirms_at")} <strong>${words.name(place)}</strong>`
    : words.t("needs.staff_confirms");
}

/** When the visit is booked, and what became of it for who came late. */
function booked({ t }, { appointment, class: kept }) {
  if (!appointment) return nothing;
  const key = kept === "appointment" ? "done.visit" : "done.visit_late";
  return html`<strong>${t(key, { time: appointment.start.slice(11, 16) })}</strong>`;
}

export function where(words, zone) {
  return html`<div class="where" data-spoken>
    ${icon("pin")}
    <p><span class="label">${words.t("done.where")}</span> <strong>${words.name(zone.name)}</strong></p>
  </div>`;
}

export function facts({ words }, ticket) {
  const { t } = words;
  const { labelled, spoken } = words.wait(ticket.wait);
  const ahead = ticket.ahead ?? null;
  return html`${ahead === null ? nothing : html`<div data-spoken><dt>${t("word.people_ahead")}</dt><dd>${words.ahead(ahead)}</dd></div>`}
    <div data-spoken>
      <dt>${t("word.expected_wait")}</dt>
      <dd><span aria-hidden="true">${labelled}</span><span class="visually-hidden">${spoken}</span></dd>
    </div>`;
}

const SLIPS = {
  ready: ["slip", "done.take_slip", "done.take_slip_hint"],
  unknown: ["slip", "done.maybe_slip", "done.no_slip_hint"],
  missing: ["no_slip", "done.no_slip", "done.no_slip_hint"],
};

function slip({ words, paper, slipPlace, uncertain, slipCame }) {
  const at =
    slipPlace && paper !== "missing"
      ? words.t("done.slip_at", { printer: words.name(slipPlace) })
      : null;
  if (uncertain) return question(words, at, (cameOut) => slipCame(uncertain, cameOut));
  const [image, head, hint] = SLIPS[paper];
  return html`<div class="slip" data-spoken>
    <div class="slip-picture" aria-hidden="true">${icon(image)}</div>
    <p><strong>${words.t(head)}</strong> ${at ? html`<strong>${at}</strong>` : html`<span>${words.t(hint)}</span>`}</p>
  </div>`;
}

/** Nobody knows whether the slip came out, except who stands before the kiosk. */
function question({ t }, at, answer) {
  return html`<div class="slip question" role="group" aria-labelledby="slip-question">
    <p id="slip-question" role="alert" data-spoken><strong>${t("done.did_slip_come")}</strong> ${at ? html`<strong>${at}</strong>` : nothing}</p>
    <div class="answers">
      <button class="quiet" data-choice @click=${() => answer(true)}>${keyHint(1)}<span>${t("done.slip_came")}</span></button>
      <button class="quiet" data-choice @click=${() => answer(false)}>${keyHint(2)}<span>${t("done.slip_again")}</span></button>
    </div>
  </div>`;
}

function follow(words, ticket) {
  const { t } = words;
  return html`<div class="follow">
    <img class="qr" src="/api/v1/tickets/${ticket.id}/qr.svg" alt=${t("done.qr", { number: ticket.number })} />
    <p data-spoken><strong>${t("done.follow")}</strong> <span>${t("done.scan")}</span></p>
  </div>`;
}

/** `A042` as a voice should say it: the letters, then the number without its zeros. */
export function spokenNumber(ticket) {
  const [, letters, digits] = /^(\D*)0*(\d+)$/.exec(ticket.number) ?? [null, ticket.number, ""];
  return `${letters} ${digits}`.trim();
}

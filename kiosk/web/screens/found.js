// What a scanned code has led to: the ticket as it is now, or that nobody knows the code.

import { html, nothing } from "/static/vendor/lit-html.js";
import { icon } from "../icons.js";
import { primary, screen, staffed, title } from "./parts.js";
import { facts, spokenNumber, where } from "./ticket.js";

const AT_COUNTER = ["called", "serving"];
const TOLD = {
  parked: "found.parked",
  no_show: "found.no_show",
  done: "found.over",
  cancelled: "found.over",
  expired: "found.over",
};

export function found(scene) {
  return scene.visit.found ? ticket(scene) : unknown(scene);
}

function ticket(scene) {
  const { words, visit } = scene;
  const { t } = words;
  const { ticket, service, zone, counter } = visit.found;
  const lead = html`<section class="card number-card" data-state=${ticket.state}>
    <p class="over" data-spoken>${words.name(service.name)}</p>
    <p class="number" data-length=${ticket.number.length} data-spoken data-say=${spokenNumber(ticket)}>${ticket.number}</p>
    ${title(t(`state.${ticket.state}`))}
    ${ticket.state === "waiting" ? where(words, zone) : nothing}
    ${AT_COUNTER.includes(ticket.state) && counter ? goTo(words, counter) : nothing}
    ${TOLD[ticket.state] ? html`<p class="hint" data-spoken>${t(TOLD[ticket.state])}</p>` : nothing}
    ${ticket.state === "waiting" ? html`<dl class="facts">${facts(scene, ticket)}</dl>` : nothing}
  </section>`;
  return screen("found", lead, primary(t("done.finish"), scene.leave, "check"));
}

function goTo(words, { name, directions }) {
  return html`<div class="where" data-spoken>
    ${icon("pin")}
    <p>
      <span class="label">${words.t("found.go")}</span> <strong>${words.name(name)}</strong>
      ${directions ? html`<span class="directions">${words.name(directions)}</span>` : nothing}
    </p>
  </div>`;
}

function unknown(scene) {
  const { t } = scene.words;
  return screen(
    "refusal",
    html`<div class="picture" aria-hidden="true">${icon("help")}</div>
      ${title(t("found.unknown_title"))}
      <p class="hint" role="alert" data-spoken>${t("found.unknown_text")}</p>
      ${staffed(scene)}`,
    primary(t("nav.back"), scene.leave, "back"),
  );
}

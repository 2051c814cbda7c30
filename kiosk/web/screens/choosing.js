// Choosing what to come for: groups first where there are many services, then the service itself.

import { html, nothing } from "/static/vendor/lit-html.js";
import { firstChoices, groupOf, pageOf, servicesOf, stateOf } from "../choices.js";
import { offered } from "../further.js";
import { icon } from "../icons.js";
import { shortly } from "../reasons.js";
import { choices, keyHint, listed, screen, title, wait } from "./parts.js";

export function groups(scene) {
  const page = pageOf(
    firstChoices(offered(scene.view, scene.visit)),
    scene.visit.first,
    scene.largest,
  );
  const draw = (choice, place) =>
    choice.group ? groupChoice(scene, choice, place) : serviceChoice(scene, choice.service, place);
  return screen("choosing", title(scene.words.t("groups.title")), choices(scene, page, draw));
}

export function services(scene) {
  const { view, visit, words } = scene;
  const group = groupOf(view, visit.group);
  const all = servicesOf(offered(view, visit), visit.group);
  const page = pageOf(all, visit.first, scene.largest);
  const lead = html`${group ? html`<p class="over" data-spoken>${words.name(group.name)}</p>` : nothing}
    ${title(words.t(all.length > 0 ? "services.title" : "services.none"))}`;
  return screen(
    "choosing",
    lead,
    choices(scene, page, (service, place) => serviceChoice(scene, service, place)),
  );
}

function groupChoice(scene, { group, services: inside }, place) {
  const { words } = scene;
  return html`<button class="choice" data-choice @click=${() => scene.chooseGroup(group.id)}>
    ${keyHint(place)}
    <span class="choice-text">
      <span class="choice-name">${words.name(group.name)}</span>
      <span class="choice-inside">${listed(words, inside, " · ")}</span>
      ${inside.some((service) => service.open) ? nothing : state(words, inside[0])}
    </span>
    ${icon("onward")}
  </button>`;
}

function serviceChoice(scene, service, place) {
  const { words } = scene;
  return html`<button
    class="choice ${stateOf(service)}"
    data-choice
    data-service=${service.id}
    @click=${() => scene.chooseService(service.id)}
  >
    ${keyHint(place)}
    <span class="choice-text">
      <span class="choice-name">${words.name(service.name)}</span>
      <span class="choice-meta">${state(words, service)}${service.open ? queue(words, service) : nothing}</span>
    </span>
    ${icon("onward")}
  </button>`;
}

function state(words, service) {
  const kind = stateOf(service);
  const reason = service.open ? "" : ` – ${shortly(words, service)}`;
  return html`<span class="state ${kind}">${icon(kind === "open" ? "check" : "cross")}<span>${words.t(`service.${kind}`)}${reason}</span></span>`;
}

function queue(words, service) {
  const channel =
    service.channel === "counter"
      ? nothing
      : html`<span class="fact">${icon("phone")}<span>${words.t(`channel.${service.channel}`)}</span></span>`;
  return html`${wait(words, service.wait)}
    <span class="fact">${icon("people")}<span>${words.people(service.waiting)}</span></span>
    ${channel}`;
}

// Where the kiosk cannot go on: it says why, and what the visitor can do.

import { html, nothing } from "/static/vendor/lit-html.js";
import { serviceOf } from "../choices.js";
import { icon } from "../icons.js";
import { again, closing, headingOf, isFull, sentence } from "../reasons.js";
import { primary, screen, staffed, title } from "./parts.js";

/** The chosen service gives no tickets now. */
export function closed(scene) {
  const { view, visit, words } = scene;
  const service = serviceOf(view, visit.service);
  return screen(
    "refusal",
    html`<div class="picture" aria-hidden="true">${icon(isFull(visit.reason) ? "people" : "clock")}</div>
      ${service ? html`<p class="over" data-spoken>${words.name(service.name)}</p>` : nothing}
      ${title(headingOf(words, visit.reason))}
      <p class="hint" data-spoken>${sentence(words, service, visit.reason)}</p>
      <p class="hint" data-spoken>${again(words, service)}</p>
      ${staffed(scene)}`,
    primary(words.t("closed.other"), scene.back, "back"),
  );
}

/** The server refused for another reason, or could not be asked in time. */
export function trouble(scene) {
  const { t } = scene.words;
  return screen(
    "refusal",
    html`<div class="picture" aria-hidden="true">${icon("help")}</div>
      ${title(t("trouble.title"))}
      <p class="hint" role="alert" data-spoken>${t("trouble.text")}</p>
      ${staffed(scene)}`,
    primary(t("trouble.again"), scene.confirm, "restart"),
  );
}

/**
 * The whole branch is closed: told in every language, since nobody has chosen one. Who has booked may
 * still ask with the code: to check in, or to be told when.
 */
export function officeClosed(scene) {
  const { appointments, suspended, reason } = scene.view;
  const asks = appointments && !suspended && reason !== "closed_by_hand";
  return quiet(scene, suspended?.fire ? "exit" : "door", (words) => {
    const { heading, lines } = closing(words, scene.view);
    const told = lines.filter((line) => line !== "" && line !== nothing);
    return html`<h2>${heading}</h2>
      ${told.map((line) => html`<p>${line}</p>`)}
      ${asks ? bookedIn(words, scene) : nothing}`;
  });
}

function bookedIn(words, scene) {
  return html`<button class="booked" data-booked @click=${() => scene.askCode(words.wanted)}>
    ${icon("ticket")}<span>${words.t("code.booked")}</span>
  </button>`;
}

/** The server is away: told in every language, with where to go meanwhile. */
export function offline(scene) {
  const place = scene.view.kiosk.staffed;
  return quiet(scene, "away", (words) => {
    return html`<h2>${words.t("offline.title")}</h2>
      <p>${words.t("offline.text")}</p>
      <p class="place">
        ${place ? html`${words.t("staffed.ask")}: <strong>${words.name(place)}</strong>` : words.t("staffed.anyone")}
      </p>`;
  });
}

function quiet(scene, image, say) {
  const { view, words } = scene;
  return html`<div class="screen quiet-screen" ?data-fire=${view.suspended?.fire ?? false}>
    <div class="picture" aria-hidden="true">${icon(image)}</div>
    <h1 tabindex="-1" class="visually-hidden">${words.name(view.office.name)}</h1>
    <ul class="in-languages" role="list">
      ${view.languages.map((language) => {
        const own = scene.wordsOf(language.id);
        return html`<li lang=${own.language} data-spoken>${say(own)}</li>`;
      })}
    </ul>
  </div>`;
}

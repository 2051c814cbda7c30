// What the phone page shows: pure functions of the newest `ticket` view and the page's own small state.

import { autonym } from "/static/js/languages.js";
import { localeOf, say } from "/static/js/texts.js";
import { dialog } from "/static/phone/dialogs.js";
import { icon } from "/static/phone/icons.js";
import { calledScreen, closingScreen, unknownScreen } from "/static/phone/moments.js";
import { waitingScreen } from "/static/phone/waiting.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const WAITING = ["waiting", "parked", "serving"];

export function page(view, local, actions) {
  if (!view)
    return local.unknown ? framed(null, local, actions, unknownScreen(local)) : loading(local);
  const { ticket } = view;
  if (ticket.state === "called")
    return framed(view, local, actions, calledScreen(view, local, actions));
  const screen = WAITING.includes(ticket.state)
    ? waitingScreen(view, local, actions)
    : closingScreen(view, local, actions);
  return framed(view, local, actions, screen);
}

function framed(view, local, actions, screen) {
  const { t } = local;
  return html`
    <div class=${`frame ${view?.ticket.state ?? "unknown"}`}>
      <header>
        ${owner(view, local)}
        <label class="languages">
          ${icon("globe")}<span class="visually-hidden">${t("word.language")}</span>
          <select @change=${(event) => actions.choose(event.target.value)}>
            ${languages(view, local).map(
              (id) =>
                html`<option value=${id} lang=${id} ?selected=${id === local.language}>${autonym(id)}</option>`,
            )}
          </select>
        </label>
      </header>
      ${view && local.lostAt ? lostSign(view, local) : nothing}
      ${view?.training ? sign(local.t("training")) : nothing} ${suspendedSign(view, local)}
      <p class="visually-hidden" role=${view?.ticket.state === "called" ? "alert" : "status"}>${view ? aloud(view, local) : nothing}</p>
      <main>${screen}</main>
      ${local.notice ? html`<p class="notice" role="status">${icon("check")}${t(...local.notice)}</p>` : nothing}
      ${view && local.dialog ? dialog(view, local, actions) : nothing}
    </div>
  `;
}

function loading({ t, lostAt }) {
  return html`<main class="loading">
    <div class="spinner" aria-hidden="true"></div>
    <p role="status">${lostAt ? t("lost.title") : t("loading")}</p>
  </main>`;
}

function owner(view, { language }) {
  if (!view) return html`<p class="office"><b>Okienko</b></p>`;
  const { name, logo } = view.office;
  return html`<p class="office">
    ${logo ? html`<img src=${logo} alt="">` : nothing}<b>${say(name, language)}</b>
  </p>`;
}

function languages(view, local) {
  return view?.office.languages.map((language) => language.id ?? language) ?? local.languages;
}

/** By the office's clock, as all that the page shows. */
function lostSign({ branch }, { t, language, lostAt }) {
  const time = lostAt.toLocaleTimeString(localeOf(language), {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: branch.time_zone,
  });
  return html`<div class="lost" role="alert">
    ${icon("alert")}
    <p><b>${t("lost.title")}</b> ${t("lost.text", { time })}</p>
  </div>`;
}

/** Why nobody is called, while the visitor keeps the place; in a fire, the way out. */
function suspendedSign(view, { t, language }) {
  if (!view?.suspended) return nothing;
  const { fire, reason, exits } = view.suspended;
  if (fire) return sign(t("fire.title"), say(exits, language));
  return sign(t("suspended.title"), `${say(reason, language)}. ${t("suspended.text")}`);
}

function sign(title, text = "") {
  return html`<div class="lost" role="alert">
    ${icon("alert")}
    <p><b>${title}</b> ${text}</p>
  </div>`;
}

/** The state in one sentence for those who listen to the page. */
function aloud({ ticket, counter, remote }, { t, language }) {
  const { number, state, ahead } = ticket;
  const sentence = [`${number}: ${t(`state.${state}`)}`];
  if (state === "waiting" && ahead !== null)
    sentence.push(`${ahead} ${t("ahead", { count: ahead })}`);
  if (state === "called" && remote) sentence.push(t(remote.link ? "remote.open" : "remote.rings"));
  else if (state === "called")
    sentence.push(say(counter?.name, language), say(counter?.directions, language));
  return sentence.filter(Boolean).join(". ");
}

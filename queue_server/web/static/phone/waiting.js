// The ticket while its visitor waits, is set aside or is being served: a slip that lives.

import { localeOf, say, waitMinutes } from "/static/js/texts.js";
import { waitWords } from "/static/js/waits.js";
import { icon } from "/static/phone/icons.js";
import { backToRoom, howWeMeet } from "/static/phone/remote.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const MOST_AHEAD = 99;
const MOST_DOTS = 9;
const LONGEST_ON_LINE = 12; // letters of a wait
const MORE = html`<i class="more"></i><i class="more"></i><i class="more"></i>`;
const STATE_ICONS = { waiting: "clock", parked: "bookmark", serving: "check" };

export function waitingScreen(view, local, actions) {
  const { ticket, service } = view;
  const { t, language } = local;
  return html`
    <article class="slip">
      <div class="slip-top">
        <h1 class=${breadth(ticket.number)}><span class="visually-hidden">${t("word.number")}</span> ${ticket.number}</h1>
        <p class="service-name">${say(service.name, language)}</p>
        <p class="state">${icon(STATE_ICONS[ticket.state])}${t(`state.${ticket.state}`)}</p>
      </div>
      <div class="slip-bottom">${below(view, local)}</div>
    </article>
    ${ticket.state === "waiting" || ticket.state === "parked" ? verbs(view, local, actions) : nothing}
    ${details(view, local)}
  `;
}

/** How much smaller a long number stands, so that it fits its line. */
export function breadth(number) {
  return number.length <= 4 ? "" : number.length === 5 ? "broad" : "broader";
}

function below(view, local) {
  const { t, language } = local;
  if (view.ticket.state === "waiting") return measures(view, local);
  if (view.ticket.state === "parked") return html`<p class="explained">${t("parked.text")}</p>`;
  return html`${backToRoom(view, local)}
  <p class="explained">
    ${t("serving.text")}${view.counter ? html` <b>${say(view.counter.name, language)}</b>` : nothing}
  </p>`;
}

/** What the measures mean now: the key of its text. */
function explanation({ ticket, suspended }, minutes) {
  if (suspended) return "suspended.text";
  if (!minutes) return "wait.unknown.text";
  return ticket.ahead === 0 ? "waiting.first" : "waiting.text";
}

function measures(view, local) {
  const { ahead, wait } = view.ticket;
  const { t } = local;
  const minutes = waitMinutes(wait);
  return html`
    <dl class="measures">
      <div>
        <dt>${t("ahead", { count: ahead ?? 0 })}</dt>
        <dd>${ahead === null ? "—" : ahead >= MOST_AHEAD ? `${MOST_AHEAD}+` : ahead}</dd>
      </div>
      <div>
        <dt>${t("wait.label")}</dt>
        ${expected(minutes, t)}
      </div>
    </dl>
    ${ahead === null ? nothing : line(ahead)}
    <p class="explained">${minutes && view.remote ? howWeMeet(view, local) : t(explanation(view, minutes))}</p>
  `;
}

/** The expected wait: its numbers large, its words small, and smaller where it is told in hours. */
function expected(minutes, t) {
  if (!minutes) return html`<dd class="words">${t("wait.unknown")}</dd>`;
  const words = waitWords(t, minutes);
  const parts = words.split(/(\d[\d–]*)/);
  return html`<dd class=${words.length > LONGEST_ON_LINE ? "long" : ""}>
    ${parts.map((part, at) => (at % 2 ? part : html`<small>${part}</small>`))}
  </dd>`;
}

/** The people ahead as dots, the visitor last: only a picture of the number beside it. */
function line(ahead) {
  const dots = Math.min(ahead, MOST_DOTS);
  return html`<div class="line" aria-hidden="true">
    ${ahead > dots ? MORE : nothing}${Array.from({ length: dots }, () => html`<i></i>`)}<b></b>
  </div>`;
}

function verbs({ can }, local, actions) {
  const { t, alarm } = local;
  return html`<section class="verbs">
    <button class=${alarm ? "alarm on" : "alarm"} aria-pressed=${String(alarm)} @click=${actions.toggleAlarm}>
      ${icon(alarm ? "check" : "bell")}
      <span><b>${t(alarm ? "alarm.on" : "alarm.off")}</b> <small>${t(alarm ? "alarm.on.text" : "alarm.off.text")}</small></span>
    </button>
    <div class="pair">
      ${can.late.length ? html`<button @click=${() => actions.ask("late")}>${t("verb.late")}</button>` : nothing}
      ${can.cancel ? html`<button @click=${() => actions.ask("cancel")}>${t("verb.cancel")}</button>` : nothing}
    </div>
  </section>`;
}

function details({ ticket, zone, service, later, branch, remote }, { t, language }) {
  const documents = new Set(
    [service, ...later].flatMap((one) => one.documents).map((text) => say(text, language)),
  );
  return html`<section class="details">
    ${zone && !remote && ticket.state !== "serving" ? detail("seat", t("where"), html`<p>${say(zone.name, language)}</p>`) : nothing}
    ${
      later.length
        ? detail(
            "walk",
            t("later"),
            html`<ul>${later.map((one) => html`<li>${say(one.name, language)}</li>`)}</ul>`,
          )
        : nothing
    }
    ${
      documents.size
        ? detail(
            "file",
            t("word.documents"),
            html`<ul>${[...documents].map((text) => html`<li>${text}</li>`)}</ul>`,
          )
        : nothing
    }
    ${
      branch.address
        ? detail(
            "pin",
            t("address"),
            html`${remote ? html`<p><b>${t("remote.no_need")}</b></p>` : nothing}
            <p>${say(branch.name, language)}<br>${say(branch.address, language)}</p>`,
          )
        : nothing
    }
    ${detail("clock", t("issued"), html`<p>${moment(ticket.issued_at, branch.time_zone, language)}</p>`)}
  </section>`;
}

function detail(name, title, content) {
  return html`<div>${icon(name)}<div><h2>${title}</h2>${content}</div></div>`;
}

function moment(time, timeZone, language) {
  return new Date(time).toLocaleString(localeOf(language), {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
}

// The moments that fill the whole screen: the call, the friendly end, and a ticket that nobody knows.

import { localeOf, say } from "/static/js/texts.js";
import { icon } from "/static/phone/icons.js";
import { comeBack, meeting } from "/static/phone/remote.js";
import { breadth } from "/static/phone/waiting.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const ENDS = { done: "check", no_show: "walk", cancelled: "cross", expired: "clock" };
const SHORT_LABEL = 3;

export function calledScreen(view, local, actions) {
  const { ticket, counter, branch, remote } = view;
  const { t, language, call, answered } = local;
  return html`<article class=${answered === call ? "call answered" : "call"}>
    <div class="call-head">
      <p class="invitation">${t(ticket.calls > 1 ? "called.again" : "called.title")}</p>
      <h1 class=${breadth(ticket.number)}>${ticket.number}</h1>
    </div>
    ${remote ? meeting(view, local, actions) : destination(counter, local)}
    <p class="called-at">${t("called.at", { time: clock(ticket.called_at, branch.time_zone, language) })}</p>
    ${
      answered === call
        ? html`<p class="coming">${icon("check")}${t("called.coming")}</p>`
        : html`<button @click=${actions.coming}>
            ${icon(remote ? "check" : "walk")}${t(remote ? "remote.ready" : "called.come")}
          </button>`
    }
  </article>`;
}

function destination(counter, { t, language }) {
  if (!counter) return nothing;
  const label = counter.label ?? say(counter.name, language);
  const name = say(counter.name, language);
  const directions = say(counter.directions, language);
  const plain = `${t("word.counter")} ${label}`.toLocaleLowerCase(language);
  return html`<div class="destination">
    <p class="counter">
      <small>${t("word.counter")}</small>
      <strong class=${label.length > SHORT_LABEL ? "long" : ""}>${label}</strong>
    </p>
    ${
      name && name !== label && name.toLocaleLowerCase(language) !== plain
        ? html`<p class="counter-name">${name}</p>`
        : nothing
    }
    ${directions ? html`<p class="directions">${icon("pin")}${directions}</p>` : nothing}
  </div>`;
}

export function closingScreen(view, local, actions) {
  const { ticket, branch, remote } = view;
  const { t, language } = local;
  const text =
    remote && ticket.state !== "done" ? `remote.${ticket.state}` : `${ticket.state}.text`;
  return html`<article class=${`closing ${ticket.state}`}>
    <div class="medal">${icon(ENDS[ticket.state])}</div>
    <h1>${t(`${ticket.state}.title`)}</h1>
    <p class="closing-number">${ticket.number}</p>
    <p>${t(text)}</p>
    ${remote ? comeBack(view, local, actions) : nothing}
    <footer>${say(branch.name, language)}<br>${say(branch.address, language)}</footer>
  </article>`;
}

export function unknownScreen({ t }) {
  return html`<article class="closing unknown">
    <div class="medal">${icon("question")}</div>
    <h1>${t("unknown.title")}</h1>
    <p>${t("unknown.text")}</p>
  </article>`;
}

function clock(time, timeZone, language) {
  return new Date(time).toLocaleTimeString(localeOf(language), {
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
}

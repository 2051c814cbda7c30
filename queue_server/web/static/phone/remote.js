// What the phone page shows a visitor at home: the room or the phone at the call, and how to come back.

import { localeOf } from "/static/js/texts.js";
import { icon } from "/static/phone/icons.js";
import { html, nothing } from "/static/vendor/lit-html.js";

/** In place of the way to the counter: the room's link, or which phone will ring. */
export function meeting({ remote, branch }, local, actions) {
  const { t } = local;
  const until = remote.waits_until && time(remote.waits_until, branch, local);
  return html`<div class="meeting">
    ${remote.link ? roomLink(remote.link, t("remote.open"), actions.coming) : nothing}
    ${
      remote.phone
        ? html`<p class="rings">${icon("phone")}<span>${t("remote.rings")} <b>${remote.phone}</b></span></p>`
        : nothing
    }
    ${until ? html`<p>${t("remote.until", { time: until })}</p>` : nothing}
  </div>`;
}

/** While the visitor is being served: the way back into the room. */
export function backToRoom({ remote }, { t }) {
  return remote?.link ? roomLink(remote.link, t("remote.back")) : nothing;
}

/** After a missed call: what happened, and the way back into the queue as far as the rules allow one. */
export function comeBack({ remote, ticket, branch }, { t, busy }, actions) {
  if (ticket.state === "no_show" && remote.rejoin)
    return html`<button class="rejoin" ?disabled=${busy} @click=${actions.rejoin}>${t("remote.rejoin")}</button>`;
  if (ticket.state === "done") return nothing;
  return html`<a class="rejoin" href=${`/join/${branch.id}`}>${t("remote.again")}</a>`;
}

/** Whom to ring up or where to meet, while nobody has called yet. */
export function howWeMeet({ remote }, { t }) {
  if (remote.phone) return t("remote.will_ring", { phone: remote.phone });
  return t("remote.will_open");
}

function roomLink(address, words, onOpen) {
  return html`<a class="room" href=${address} target="_blank" rel="noopener noreferrer" @click=${onOpen ?? (() => {})}>
    ${icon("camera")}<span>${words}</span>
  </a>`;
}

function time(at, branch, { language }) {
  return new Date(at).toLocaleTimeString(localeOf(language), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: branch.time_zone,
  });
}

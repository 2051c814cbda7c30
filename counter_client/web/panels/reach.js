// How to reach a visitor at home: the same room that their page shows, or the number to ring.

import { html, nothing } from "/static/vendor/lit-html.js";
import { asTimer, secondsUntil } from "../time.js";

/** A link that opens the room or dials, and how long the counter still waits; empty for those in the hall. */
export function reach(desk) {
  const { view } = desk.state;
  if (!view.reach) return nothing;
  const { link, phone, waits_until: until } = view.reach;
  return html`<p class="reach">
    ${link ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${desk.t("reach.room")}</a>` : nothing}
    ${phone ? html`<a href=${`tel:${phone.replace(/[^+\d]/g, "")}`}>${desk.t("reach.phone")} <b>${phone}</b></a>` : nothing}
    ${until ? html`<span>${desk.t("reach.until", { time: asTimer(secondsUntil(until, desk.clock)) })}</span>` : nothing}
  </p>`;
}

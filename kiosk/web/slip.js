// What became of a ticket's slip, as the ticket's own events tell.

import { get } from "/static/js/api.js";

const SETTLED = { slip_printed: "printed", slip_failed: "failed", slip_uncertain: "uncertain" };

/** "printed", "failed" or "uncertain"; null as long as nobody knows. */
export async function slipOf(ticket) {
  try {
    const { events } = await get(`/tickets/${ticket.id}`);
    const own = events.filter((event) => event.kind in SETTLED && event.detail.job === ticket.job);
    return own.length > 0 ? SETTLED[own.at(-1).kind] : null;
  } catch {
    return null;
  }
}

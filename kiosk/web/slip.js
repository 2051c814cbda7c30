// What became of a ticket's slip.

import { get } from "/static/js/api.js";

const SETTLED = ["printed", "failed", "uncertain"];

/** "printed", "failed" or "uncertain"; null as long as nobody knows. */
export async function slipOf(ticket) {
  try {
    const { state } = await get(`/branches/${ticket.branch}/jobs/${ticket.job}`);
    return SETTLED.includes(state) ? state : null;
  } catch {
    return null;
  }
}

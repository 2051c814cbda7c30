// What became of a ticket's slip.

import { get } from "/static/js/api.js";
import { paperOf } from "./choices.js";

const SETTLED = ["printed", "failed", "uncertain"];

/** Its `printer` and its `state`; null as long as nobody knows. */
export async function slipOf(ticket) {
  try {
    return await get(`/branches/${ticket.branch}/jobs/${ticket.job}`);
  } catch {
    return null;
  }
}

/** Whether nothing more becomes of it. */
export function settled(slip) {
  return SETTLED.includes(slip?.state);
}

/** "ready": take the slip; "unknown": take it if it comes; "missing": there is none. */
export function paper(view, ticket, slip) {
  if (!ticket?.job || slip?.state === "failed") return "missing";
  if (slip?.state === "printed") return "ready";
  if (slip?.state === "uncertain") return "unknown";
  const its = view.printers.filter((printer) => printer.id === slip?.printer);
  return paperOf(its.length ? its : view.printers);
}

/** The name of the printer that prints it, where that is not the kiosk's first one. */
export function place(view, slip) {
  const [own, ...others] = view.printers;
  if (slip?.printer === own?.id) return null;
  return others.find((printer) => printer.id === slip?.printer)?.name ?? null;
}

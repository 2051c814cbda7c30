// What is behind a scanned code.

import { get } from "/static/js/api.js";

const TICKET_PAGE = /\/t\/([\w.~-]+)$/;
const NOT_FOUND = 404;

/** The ticket whose QR code this is, as its own page shows it; null for any other code. */
export async function ticketBehind(code) {
  const [, token] = TICKET_PAGE.exec(code.trim()) ?? [];
  if (!token) return null;
  try {
    return await get(`/public/tickets/${token}`);
  } catch (refusal) {
    if (refusal.status === NOT_FOUND) return null;
    throw refusal;
  }
}

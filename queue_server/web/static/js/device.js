// A screen's own token: the way to one, and another one now and then.

import { post } from "/static/js/api.js";

const AGAIN_MS = 60_000;
const DAY_MS = 24 * 60 * AGAIN_MS;

/** Where the server knows this screen no more, its own address leads to where it is paired. */
export function leadToPairing() {
  addEventListener("not_signed_in", () => location.reload(), { once: true });
}

/**
 * Renew this browser's token if it is old, so that one that was copied is of use for a while only; asked once a
 * day, since screens are not loaded again for months.
 * The old one holds until the new one has come through. A member of staff has none here.
 */
export async function keepToken() {
  let nextMs = DAY_MS;
  try {
    const answer = await fetch("/api/v1/pairings/own");
    if (answer.ok && (await answer.json()).renew)
      await post("/devices/own/renew", { screen: true }, { retrySeconds: 0 });
  } catch {
    nextMs = AGAIN_MS;
  }
  setTimeout(keepToken, nextMs);
}

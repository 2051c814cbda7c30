// What a refused command means, in the clerk's words.

const KNOWN = new Set([
  "counter_closed",
  "counter_paused",
  "counter_busy",
  "counter_held",
  "clerk_elsewhere",
  "forbidden",
  "no_current_ticket",
  "settle_current",
  "ticket_taken",
  "ticket_not_waiting",
  "wrong_state",
  "too_soon",
  "nothing_to_undo",
  "service_closed",
  "suspended",
  "limit_reached",
  "numbers_exhausted",
  "revive_limit",
  "class_not_asked",
  "not_found",
  "invalid",
  "storage_unavailable",
  "unreachable",
]);

/** Words for a refusal; one that this page does not know is told by its code. */
export function refusalWords(t, refusal) {
  return KNOWN.has(refusal.code)
    ? t(`refused.${refusal.code}`)
    : t("refused.other", { code: refusal.code });
}

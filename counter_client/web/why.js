// Why this ticket came, in a clerk's words: what the server noted with the call, said as sentences.

import { plainNameOf } from "./names.js";
import { asHour, asMinutes } from "./time.js";

const PASSED_SHOWN = 4;

/** Sentences about a call's reason, most telling first. */
export function whyWords(desk, why) {
  return [cause, reserved, rank, weight, after, passed]
    .map((sentence) => sentence(desk, why))
    .filter(Boolean);
}

function cause(desk, why) {
  const { t } = desk;
  if (why.kind !== "next") {
    const text = t(`why.${why.kind}`);
    return why.reason ? `${text} ${t("why.reason", { reason: why.reason })}` : text;
  }
  if (!why.due_at) return t("why.next");
  const { at, late_seconds } = promised(desk, why);
  const values = {
    hour: asHour(at, desk.state.language, desk.state.branch.time_zone),
    late: asMinutes(t, late_seconds),
    class: plainNameOf(desk.state.branch.classes, why.class, desk.state.language),
  };
  const kind = isPrecedence(desk, why)
    ? "precedence"
    : why.class === "appointment"
      ? "appointment"
      : "walk_in";
  return t(`why.${kind}.${timeliness(late_seconds)}`, values);
}

/** What a call is measured by in words: the booked time, else when the ticket was due. */
function promised(desk, { due_at, late_seconds }) {
  const booked = desk.state.view.ticket?.booked_at;
  if (!booked) return { at: due_at, late_seconds };
  const sinceBooked = (Date.parse(due_at) - Date.parse(booked)) / 1000;
  return { at: booked, late_seconds: late_seconds + sinceBooked };
}

function isPrecedence(desk, why) {
  return desk.state.branch.classes.find(({ id }) => id === why.class)?.precedence ?? false;
}

/** Within a minute of its time a ticket is neither early nor late. */
function timeliness(late_seconds) {
  if (Math.abs(late_seconds) < 60) return "on_time";
  return late_seconds > 0 ? "late" : "early";
}

/** A ticket kept for this counter or this clerk came before all others. */
function reserved(desk, why) {
  return why.reserved ? desk.t(`why.reserved.${why.reserved.split(":")[0]}`) : "";
}

function rank(desk, why) {
  if (!why.rank) return "";
  const text = desk.t(why.rank < 0 ? "why.first" : "why.last");
  return why.reason && why.kind === "next"
    ? `${text} ${desk.t("why.reason", { reason: why.reason })}`
    : text;
}

function weight(desk, why) {
  if (why.strict && why.late_seconds > 0) return desk.t("why.strict");
  return why.weight > 1 && why.late_seconds > 0 ? desk.t("why.weight", { weight: why.weight }) : "";
}

function after(desk, why) {
  return why.after_seconds > 0
    ? desk.t("why.after", { minutes: asMinutes(desk.t, why.after_seconds) })
    : "";
}

function passed(desk, why) {
  if (!why.passed?.length) return "";
  const names = why.passed
    .slice(0, PASSED_SHOWN)
    .map((other) => `${other.number} (${lateness(desk.t, other.late_seconds)})`);
  const more = why.passed.length - PASSED_SHOWN;
  if (more > 0) names.push(desk.t("why.more", { count: more }));
  return desk.t("why.passed", { numbers: names.join(", ") });
}

/** How late a ticket is, in words: "4 min late", "in 3 min", "due now". */
export function lateness(t, late_seconds) {
  if (Math.abs(late_seconds) < 60) return t("late.now");
  return t(late_seconds > 0 ? "late.late" : "late.early", { minutes: asMinutes(t, late_seconds) });
}

// The visitor's way through the kiosk, as pure transitions: (view, visit) -> visit.
//
//   start → groups → services → cases → needs → confirm → issuing → done
//           code (of a booked visit, see booked.js) → issuing → done
//
// Steps that have nothing to ask are left out. `help` and `class` lie behind `needs` where these are
// too many for one page; `closed` and `trouble` are where a refusal leads. From `confirm` the way may
// begin again for one more service (see further.js), which is asked nothing but its name.

import { groupOf, isGrouped, needsOf, serviceOf } from "./choices.js";
import { servicesOfVisit, withoutAnother, withoutClosed } from "./further.js";

/** A visit that has not begun. `further`: services chosen before `service`; `first` is the first choice shown where a step has several pages. */
export const START = Object.freeze({
  step: "start",
  language: null,
  group: null,
  service: null,
  further: [],
  cases: 1,
  needs: [],
  visitorClass: null,
  first: 0,
  key: null,
  ticket: null,
  found: null,
  code: null,
  reason: null,
});

/** The steps that this visit goes through, in order. */
export function way(view, visit) {
  const service = serviceOf(view, visit.service);
  const steps = [];
  if (isGrouped(view)) steps.push("groups");
  if (!isGrouped(view) || visit.group) steps.push("services");
  const another = visit.further.length > 0;
  if (service && service.max_cases > 1 && !another) steps.push("cases");
  if (needsOf(view).some && !another) steps.push("needs");
  return [...steps, "confirm"];
}

const BEHIND_NEEDS = ["help", "class"];

export function to(step, visit, changes = {}) {
  return { ...visit, ...changes, step, first: 0 };
}

function onward(view, visit) {
  const steps = way(view, visit);
  return to(steps[steps.indexOf(visit.step) + 1], visit);
}

/** Choose the language: at the start it begins the visit, later it changes nothing else. */
export function chooseLanguage(view, visit, language) {
  if (visit.step !== "start") return { ...visit, language };
  const chosen = { ...START, language };
  return to(way(view, chosen)[0], chosen);
}

export function chooseGroup(_view, visit, group) {
  return visit.step === "groups" ? to("services", visit, { group }) : visit;
}

/** Choose a service; one that is not open leads to why, and to what the visitor can do. */
export function chooseService(view, visit, id) {
  if (visit.step !== "groups" && visit.step !== "services") return visit;
  const service = serviceOf(view, id);
  const cases = visit.further.length > 0 ? visit.cases : 1;
  const fresh = { service: id, cases, key: null, reason: null };
  if (!service.open) return to("closed", visit, { ...fresh, reason: service.reason });
  const group = visit.step === "groups" ? null : visit.group;
  const chosen = { ...visit, ...fresh, group };
  const steps = way(view, chosen);
  const last = steps.lastIndexOf(steps.includes("services") ? "services" : "groups");
  return to(steps[last + 1], chosen);
}

export function chooseCases(view, visit, cases) {
  return visit.step === "cases" ? onward(view, { ...visit, cases, key: null }) : visit;
}

export function toggleNeed(_view, visit, need) {
  const needs = visit.needs.includes(need)
    ? visit.needs.filter((id) => id !== need)
    : [...visit.needs, need];
  return { ...visit, needs, key: null };
}

export function toggleClass(_view, visit, visitorClass) {
  return {
    ...visit,
    visitorClass: visit.visitorClass === visitorClass ? null : visitorClass,
    key: null,
  };
}

/** Ask for what lies behind `needs`: "help" or "class". */
export function askNeeds(_view, visit, step) {
  return visit.step === "needs" ? to(step, visit) : visit;
}

/** Leave a step that needs no choice. */
export function carryOn(view, visit) {
  if (BEHIND_NEEDS.includes(visit.step)) return to("needs", visit);
  return visit.step === "needs" ? onward(view, visit) : visit;
}

/** Show the choices from `first` on. */
export function turnPage(_view, visit, first) {
  return { ...visit, first };
}

/** One step back; the steps after it keep what was chosen. From the first step, the start. */
export function back(view, visit) {
  if (["start", "issuing", "done"].includes(visit.step)) return visit;
  if (["found", "attending", "code_refused"].includes(visit.step)) return START;
  if (visit.step === "code") return to(way(view, visit)[0], visit, { code: null, reason: null });
  const choosing = isGrouped(view) && !visit.group ? "groups" : "services";
  if (visit.step === "closed") return to(choosing, visit, { service: null });
  if (visit.step === "trouble") return visit.code ? START : to("confirm", visit);
  if (BEHIND_NEEDS.includes(visit.step)) return to("needs", visit);
  const steps = way(view, visit);
  const step = steps[steps.indexOf(visit.step) - 1];
  if (!step) return visit.further.length > 0 ? withoutAnother(visit) : START;
  return to(step, visit, step === "groups" ? { group: null, service: null } : {});
}

const ASKING = ["confirm", "trouble", "code"];

/** Ask for the ticket. The key stays the same until the ticket is there or the request changes. */
export function confirm(_view, visit, newKey) {
  if (!ASKING.includes(visit.step)) return visit;
  return to("issuing", visit, { key: visit.key ?? newKey() });
}

/** The language that was chosen, else the ticket's or the visit's `own`, where the kiosk speaks it. */
function spokenHere(view, visit, own) {
  return visit.language ?? (view.languages.some(({ id }) => id === own) ? own : null);
}

/** A code was scanned: `behind` is the ticket that it names, null where it names none. */
export function scanned(view, visit, behind) {
  if (visit.step === "issuing") return visit;
  const language = spokenHere(view, visit, behind?.ticket.language);
  return to("found", START, { language, found: behind });
}

/** The request for a ticket: below the branch, which call, and what it says. */
export function request(view, visit) {
  if (visit.code) return ["check-in", { code: visit.code, kiosk: view.kiosk.id }];
  const body = { language: visit.language, kiosk: view.kiosk.id };
  if (visit.further.length > 0) body.services = servicesOfVisit(visit);
  else body.service = visit.service;
  if (visit.visitorClass) body.class = visit.visitorClass;
  if (visit.needs.length > 0) body.needs = visit.needs;
  if (visit.cases > 1) body.cases = visit.cases;
  return ["tickets", body];
}

/** The slip did not come out, and a copy was ordered in its place. */
export function printedAgain(visit, job) {
  return { ...visit, ticket: { ...visit.ticket, job } };
}

/** The ticket is there; an answer to an older request changes nothing. */
export function issued(view, visit, key, ticket) {
  if (visit.step !== "issuing" || visit.key !== key) return visit;
  const language = spokenHere(view, visit, (ticket.appointment ?? ticket).language);
  const listed = ticket.ticket === null; // a meeting's attendance list has no tickets
  return to(listed ? "attending" : "done", visit, { language, ticket: listed ? null : ticket });
}

const CLOSED = {
  service_closed: null,
  limit_reached: "limit_reached",
  numbers_exhausted: "numbers_exhausted",
};

/** The ticket was refused (`code`), or the server could not be asked. */
export function refused(view, visit, key, { code, message, problem }) {
  if (visit.step !== "issuing" || visit.key !== key) return visit;
  if (visit.code) {
    const language = spokenHere(view, visit, problem?.language);
    return checkInRefused({ ...visit, language }, code, message);
  }
  if (!(code in CLOSED)) return to("trouble", visit);
  const shut = servicesOfVisit(visit).find((id) => serviceOf(view, id)?.open === false);
  const service = shut ?? visit.service;
  const further = servicesOfVisit(visit).filter((id) => id !== service);
  const reason = serviceOf(view, service)?.reason ?? CLOSED[code] ?? "closed_hours";
  return to("closed", visit, { service, further, reason, key: null });
}

/** Refusals that say something about the visit; any other is a trouble of the kiosk. */
const SAID = ["code_unknown", "too_early", "too_late", "checked_in_already"];

/** Where the refusal of a check-in leads: `detail` has the time, or the number that is there. */
function checkInRefused(visit, code, detail) {
  if (!SAID.includes(code)) return to("trouble", visit);
  const typed = code === "code_unknown" && visit.language !== null;
  const reason = { code, detail };
  return typed
    ? to("code", visit, { code: "", reason, key: null })
    : to("code_refused", visit, { reason, key: null });
}

const SETTLED = ["start", "issuing", "done", "found", "code", "code_refused", "attending"];
const CHOSEN = ["cases", "needs", "help", "class", "confirm"];

/**
 * The office changed under the visit: what no longer exists is forgotten, and a service that closed
 * meanwhile says so before more is asked.
 */
export function reconcile(view, visit) {
  if (SETTLED.includes(visit.step)) return visit;
  const service = serviceOf(view, visit.service);
  const gone =
    (visit.service && !service) ||
    (visit.group && !groupOf(view, visit.group)) ||
    !view.languages.some((language) => language.id === visit.language);
  if (gone) return START;
  const standing = withoutClosed(view, visit);
  const closed = CHOSEN.includes(visit.step) && !service.open;
  return closed ? to("closed", standing, { reason: service.reason, key: null }) : standing;
}

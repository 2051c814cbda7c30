// More than one service in a visit: one ticket that goes from the one to the next.

import { isGrouped, serviceOf } from "./choices.js";

const MOST_SERVICES = 3;

/** The services of the visit, in the order in which they will be given. */
export function servicesOfVisit({ further, service }) {
  return [...further, service];
}

/** What can still be chosen: of a visit that has services already, others that are given here. */
export function offered(view, visit) {
  if (visit.further.length === 0) return view;
  const services = view.services.filter(
    ({ id, channel }) => channel === "counter" && !visit.further.includes(id),
  );
  return { ...view, services };
}

/** May another service be added to the chosen ones? */
export function mayAdd(view, visit) {
  const chosen = servicesOfVisit(visit);
  if (chosen.length >= MOST_SERVICES) return false;
  if (serviceOf(view, visit.service)?.channel !== "counter") return false;
  return offered(view, { further: chosen }).services.some((service) => service.open);
}

/** Choose one more service after those that are chosen. */
export function addService(view, visit) {
  if (visit.step !== "confirm" || !mayAdd(view, visit)) return visit;
  const further = servicesOfVisit(visit);
  const step = isGrouped(view) ? "groups" : "services";
  return { ...visit, further, service: null, group: null, key: null, step, first: 0 };
}

/** Back to the services that are chosen, without one more. */
export function withoutAnother(visit) {
  const further = visit.further.slice(0, -1);
  const service = visit.further.at(-1);
  return { ...visit, further, service, group: null, key: null, step: "confirm", first: 0 };
}

/** Without services that closed meanwhile; the visit itself where all are open. */
export function withoutClosed(view, visit) {
  const further = visit.further.filter((id) => serviceOf(view, id)?.open);
  return further.length === visit.further.length ? visit : { ...visit, further, key: null };
}

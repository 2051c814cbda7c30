// What a kiosk offers: the office's groups and services as choices, at most six a page.

import { isFull } from "./reasons.js";

/** The most choices that one page of a step shows. */
export const LARGEST_STEP = 6;

export function serviceOf(view, id) {
  return view.services.find((service) => service.id === id);
}

export function groupOf(view, id) {
  return view.groups.find((group) => group.id === id);
}

/** The services of one group; of the whole kiosk where `group` is null. */
export function servicesOf(view, group) {
  return group ? view.services.filter((service) => service.group === group) : view.services;
}

/**
 * The help and the precedence that a visitor can ask for: {help, classes}. `some`: there is any;
 * `apart`: they are too many to be asked on one page.
 */
export function needsOf(view) {
  const help = view.needs;
  const classes = view.classes.filter((visitorClass) => visitorClass.precedence);
  const count = help.length + classes.length;
  return {
    help,
    classes,
    some: count > 0,
    apart: count > LARGEST_STEP && help.length > 0 && classes.length > 0,
  };
}

/** Does this kiosk ask for a group first? Not where all of its services fit on one page. */
export function isGrouped(view) {
  const groups = new Set(view.services.map((service) => service.group).filter(Boolean));
  return view.services.length > LARGEST_STEP && groups.size > 1;
}

/**
 * The first choice: groups in the office's order, and between them, in place of a group of one,
 * the service itself; services without a group come last.
 */
export function firstChoices(view) {
  const choices = [];
  for (const group of view.groups) {
    const services = servicesOf(view, group.id);
    if (services.length === 1) choices.push({ service: services[0] });
    if (services.length > 1) choices.push({ group, services });
  }
  for (const service of view.services) {
    if (!groupOf(view, service.group)) choices.push({ service });
  }
  return choices;
}

/** The page of `items` that holds `first`: pages of equal length, none longer than `largest`. */
export function pageOf(items, first, largest = LARGEST_STEP) {
  const pages = Math.max(1, Math.ceil(items.length / largest));
  const length = Math.max(1, Math.ceil(items.length / pages));
  const page = Math.min(pages - 1, Math.floor(first / length));
  const start = page * length;
  return { items: items.slice(start, start + length), page, pages, start, length };
}

/** "open", "full" (no tickets left for now) or "closed". */
export function stateOf(service) {
  if (service.open) return "open";
  return isFull(service.reason) ? "full" : "closed";
}

/** Can these printers print: "ready", "unknown" where none says so for sure, or "missing". */
export function paperOf(printers) {
  if (printers.some((printer) => printer.ok && printer.state !== "unknown")) return "ready";
  return printers.some((printer) => printer.state === "unknown") ? "unknown" : "missing";
}

// Every action of a clerk: its key, its text, and when it is possible.

import { secondsUntil } from "./time.js";

const holds = ({ view }) => Boolean(view.ticket);
const isStaff = ({ session }) => session?.caller.kind === "staff";
const onTop = () => "documentPictureInPicture" in window;
const called = ({ view }) => view.ticket?.state === "called";
const working = ({ view }) => view.open && !view.paused && !view.suspended;

/**
 * `letter` is the shortcut, `keys` are further ones; `possible(state, clock)` tells whether the action makes
 * sense now. The server decides in the end; this only keeps senseless buttons quiet.
 */
export const ACTIONS = [
  { id: "next", letter: "N", keys: ["F8", " "], text: "verb.next", possible: working },
  { id: "recall", letter: "R", keys: ["F9"], text: "verb.recall", possible: called },
  { id: "start", letter: "S", text: "verb.start", possible: called },
  { id: "finish", letter: "F", text: "verb.finish", possible: holds },
  {
    id: "no_show",
    letter: "X",
    text: "verb.no_show",
    possible: (state, clock) => mayMiss(state.view, clock),
  },
  { id: "return", letter: "B", text: "verb.return", possible: holds },
  { id: "park", letter: "P", text: "verb.park", possible: holds },
  { id: "transfer", letter: "T", text: "verb.transfer", possible: holds },
  { id: "waiting", letter: "W", text: "action.waiting", possible: ({ view }) => view.open },
  {
    id: "parked",
    letter: "L",
    text: "action.parked",
    possible: ({ view }) => view.open,
  },
  {
    id: "missed",
    letter: "M",
    text: "action.missed",
    possible: ({ view }) => view.missed.length > 0,
  },
  {
    id: "precedence",
    letter: "C",
    text: "action.precedence",
    possible: ({ view }) => asking(view).length > 0,
  },
  {
    id: "serve",
    letter: "V",
    text: "action.serve",
    possible: (state) => working(state) && !holds(state),
  },
  {
    id: "undo",
    letter: "U",
    text: "verb.undo",
    possible: ({ view }, clock) => secondsUntil(view.undo?.until, clock) > 0,
  },
  { id: "pause", letter: "D", text: "action.pause", possible: ({ view }) => view.open },
  { id: "session", letter: "O", text: "action.session", possible: () => true },
  { id: "alarm", letter: "E", text: "action.alarm", possible: ({ view }) => !view.alarm },
  { id: "lock", letter: "H", text: "action.lock", possible: isStaff },
  { id: "ontop", letter: "A", text: "action.ontop", possible: onTop },
  { id: "more", letter: "K", text: "action.more", possible: () => true },
  { id: "help", letter: "?", keys: ["F1"], text: "action.help", possible: () => true },
];

/** Actions that are about this page only, and work with the server lost. */
export const LOCAL = new Set(["ontop", "more", "help"]);

/** What waits for nothing: neither for a command that is still being tried, nor for the connection. */
export const URGENT = new Set(["alarm"]);

/** What somebody may need who stands before a locked page. */
const WHILE_LOCKED = new Set(["alarm"]);

/** The action of that id. */
export function actionOf(id) {
  return ACTIONS.find((action) => action.id === id);
}

/** Whether a command can be given now. */
export function possible(id, state, clock) {
  if (state.locked) return WHILE_LOCKED.has(id) && !state.urgent;
  if (LOCAL.has(id)) return actionOf(id).possible(state, clock);
  const free = URGENT.has(id) ? !state.urgent : state.connected && !state.pending;
  return free && Boolean(state.view) && actionOf(id).possible(state, clock);
}

/** Whether the called visitor has had the calls and the time that come before a no-show. */
export function mayMiss(view, clock) {
  if (view.ticket?.state !== "called" || !view.no_show_after) return false;
  return secondsUntil(view.no_show_after, clock) === 0;
}

/** Tickets whose precedence was asked for at a kiosk and waits for a member of staff. */
export function asking(view) {
  return [view.ticket, ...view.upcoming].filter((ticket) => ticket?.class_asked);
}

// The clerk's commands: each is one POST, and the words for its answer.

import { keep } from "./preferences.js";
import { counterPath, send } from "./sending.js";

/** The commands of `desk`; those of a dialog take what its form holds. */
export function createCommands(desk) {
  return {
    ...callCommands(desk),
    ...visitCommands(desk),
    ...ticketCommands(desk),
    ...sessionCommands(desk),
  };
}

function callCommands(desk) {
  const called = ({ ticket }) =>
    ticket ? desk.t("said.next", { number: ticket.number }) : desk.t("said.nobody");
  const next = (answer) => here(desk, "next", answer, called);
  return {
    next: () => next({}),
    settle: (ticket, current) => next({ ticket, current }),
    call: (ticket, reason) => here(desk, "call", filled({ ticket, reason }), called),
    recall: () => here(desk, "recall", {}, saidOf(desk, "recall")),
    undo: () => here(desk, "undo", {}, () => desk.t("said.undo")),
  };
}

function visitCommands(desk) {
  const end = (verb, body, key = verb) => here(desk, verb, filled(body), saidOf(desk, key), key);
  const begin = (verb, body) =>
    here(desk, verb, body, ({ ticket }) => desk.t("said.start", { number: ticket.number }));
  return {
    start: () => begin("start", {}),
    resumeParked: (ticket) => begin("serve", { ticket }),
    serveNew: ({ service, language, cases }) =>
      begin("serve", { service, language, cases: Number(cases) }),
    finish: ({ outcome, note }) => end("finish", { outcome, note }),
    noShow: () => end("no-show", {}, "no_show"),
    putBack: () => end("return", {}),
    park: ({ minutes, own, note, anyone }) =>
      end("park", { minutes: Number(own || minutes), note, anyone }),
    transfer: ({ kind, target, position, reason }) =>
      end("transfer", { [kind]: target, position, reason }),
  };
}

/** Commands to a ticket wherever it stands. */
function ticketCommands(desk) {
  const to = (verb, action) => (id) =>
    send(desk, action, `/tickets/${encodeURIComponent(id)}/${verb}`, {}, ({ ticket }) =>
      desk.t(`said.${action}`, { number: ticket.number }),
    );
  return {
    release: to("unpark", "release"),
    revive: to("revive", "revive"),
    confirmClass: to("confirm-class", "precedence"),
    declineClass: to("decline-class", "decline"),
  };
}

function sessionCommands(desk) {
  const say = (key) => () => desk.t(`said.${key}`);
  return {
    pause: ({ reason }) => here(desk, "pause", filled({ reason }), say("pause")),
    resume: () => here(desk, "resume", {}, say("resume"), "pause"),
    close: () => here(desk, "close", {}, say("close"), "session"),
    alarm: ({ text }) => here(desk, "alarm", filled({ text }), say("alarm")),
    dismissHelp: (id) => here(desk, `help/${id}/dismiss`, {}, say("dismiss"), "dismiss"),
    open({ take_over } = {}) {
      const { clerk, profile, profiles } = desk.state;
      const { branch, counter } = desk.place;
      keep({ clerk: clerk.trim(), profiles: { ...profiles, [`${branch}/${counter}`]: profile } });
      return here(desk, "open", filled({ profile, clerk, take_over }), say("open"), "session");
    },
  };
}

/** A command to the desk's own counter. */
function here(desk, verb, body, words, action = verb) {
  return send(desk, action, `${counterPath(desk.place)}/${verb}`, body, words);
}

/** Words that name the ticket which the counter held when the command was given. */
function saidOf(desk, key) {
  const number = desk.state.view.ticket?.number;
  return () => desk.t(`said.${key}`, { number });
}

/** Without what was left empty; texts without the spaces around them. */
function filled(body) {
  const trimmed = Object.entries(body).map(([key, value]) => [
    key,
    typeof value === "string" ? value.trim() : value,
  ]);
  return Object.fromEntries(trimmed.filter(([, value]) => Boolean(value)));
}

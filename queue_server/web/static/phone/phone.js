// The ticket's own page, reached from the slip's QR code: follow the ticket, ring when it is called.

import { post } from "/static/js/api.js";
import { applyAccent } from "/static/js/colours.js";
import { preferredLanguage } from "/static/js/languages.js";
import { watch } from "/static/js/live.js";
import { loadTexts, say } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { Alarm } from "/static/phone/alarm.js";
import { page } from "/static/phone/screens.js";
import { render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const NOTICE_SECONDS = 8;
const RETRY_SECONDS = 2;

const token = location.pathname.split("/").pop();
// The choice is this ticket's alone: the next one speaks its own language again.
const CHOSEN = `okienko.language.${token}`;
const alarm = new Alarm();
const texts = new Map();
const local = {
  language: null,
  dialog: null,
  busy: false,
  notice: null,
  lostAt: null,
  unknown: false,
  answered: null,
};
let state = null;
let rung = null;
let noticeTimer = null;

const actions = {
  choose(language) {
    sessionStorage.setItem(CHOSEN, language);
    speak(language);
  },
  ask(dialog) {
    change({ dialog });
  },
  toggleAlarm() {
    if (alarm.on) alarm.disable();
    else alarm.enable().finally(draw);
    draw();
  },
  coming() {
    alarm.quiet();
    change({ answered: call(state) });
  },
  late(minutes) {
    command("late", { minutes }, ["notice.late", { minutes }]);
  },
  cancel() {
    command("cancel", {}, null);
  },
  rejoin() {
    command("rejoin", {}, null);
  },
};

/** `(number, calls)` of the call that stands now, or null. */
function call({ ticket }) {
  return ticket.state === "called" ? `${ticket.number} ${ticket.called_at} ${ticket.calls}` : null;
}

async function command(verb, body, success) {
  change({ busy: true });
  try {
    await post(`/public/tickets/${token}/${verb}`, body);
    tell(success);
  } catch (refusal) {
    tell([
      refusal.status === 0 || refusal.status >= 500 ? "notice.unreachable" : "notice.refused",
      {},
    ]);
  }
  change({ busy: false, dialog: null });
}

function tell(notice) {
  clearTimeout(noticeTimer);
  if (notice) noticeTimer = setTimeout(() => change({ notice: null }), NOTICE_SECONDS * 1000);
  change({ notice });
}

async function speak(language) {
  if (!texts.has(language)) texts.set(language, await loadTexts(language, ["/static/phone/texts"]));
  document.documentElement.lang = language;
  change({ language });
}

function take(newest) {
  state = newest;
  applyAccent(state.office.accent);
  if (!local.language) speak(sessionStorage.getItem(CHOSEN) ?? state.ticket.language);
  if (local.dialog && !allowed(local.dialog)) local.dialog = null;
  draw();
  ringOnce();
}

function allowed(dialog) {
  return dialog === "late" ? state.can.late.length > 0 : state.can.cancel;
}

/** Ring for each call once; a page that is opened during a call rings too. */
function ringOnce() {
  const now = call(state);
  if (now === rung) return;
  rung = now;
  if (!now) return alarm.quiet();
  tell(null); // what was told before the call lies over the answer to it
  const t = texts.get(local.language);
  const where = [
    say(state.counter?.name, local.language),
    say(state.counter?.directions, local.language),
  ];
  alarm.ring(
    `${state.ticket.number} · ${t ? t("called.title") : ""}`,
    where.filter(Boolean).join(", "),
  );
}

function change(parts) {
  Object.assign(local, parts);
  draw();
}

function draw() {
  const t = texts.get(local.language);
  if (!t) return;
  const settings = {
    ...local,
    t,
    alarm: alarm.on,
    languages: LANGUAGES,
    call: state && call(state),
  };
  document.title = title(t);
  render(page(state, settings, actions), document.getElementById("page"));
  const dialog = document.querySelector("dialog");
  if (dialog && !dialog.open) dialog.showModal();
}

function title(t) {
  if (!state) return local.unknown ? t("unknown.title") : "Okienko";
  const { number, state: name, ahead } = state.ticket;
  if (name === "called") return `${number} · ${t("called.title")}`;
  if (name !== "waiting" || ahead === null) return `${number} · ${t(`state.${name}`)}`;
  return `${number} · ${ahead} ${t("ahead", { count: ahead })}`;
}

function follow() {
  const socket = watch(
    { view: "ticket", id: token },
    {
      onState: take,
      onConnection: (connected) =>
        change({ lostAt: connected ? null : (local.lostAt ?? new Date()) }),
      onProblem({ status }) {
        const unknown = status === 404 || status === 422;
        if (!unknown) setTimeout(() => socket.disconnect().connect(), RETRY_SECONDS * 1000);
        change({ unknown, lostAt: unknown ? null : (local.lostAt ?? new Date()) });
        if (!local.language) speak(preferredLanguage(LANGUAGES));
      },
    },
  );
}

followColourScheme();
follow();
setTimeout(() => local.language || speak(preferredLanguage(LANGUAGES)), 1500);

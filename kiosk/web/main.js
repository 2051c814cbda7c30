// The kiosk page: follows the view `kiosk`, holds the visit, and draws the screen that both ask for.

import { newKey, post } from "/static/js/api.js";
import { watch } from "/static/js/live.js";
import { render } from "/static/vendor/lit-html.js";
import { Attention } from "./attention.js";
import * as booked from "./booked.js";
import { fitting, LAST_LEVEL, overflows } from "./fit.js";
import { addService } from "./further.js";
import { Idle } from "./idle.js";
import { listenToKeys } from "./keys.js";
import { applyLook, isPlain, plainPrefs } from "./look.js";
import { ticketBehind } from "./scanned.js";
import { compose, shownStep } from "./scene.js";
import { help, stillHere } from "./screens/dialogs.js";
import { frame } from "./screens/frame.js";
import { problem, SCREENS } from "./screens/index.js";
import { settled, slipOf } from "./slip.js";
import * as flow from "./state.js";
import { listenToWedge } from "./wedge.js";
import { loadCatalogues } from "./words.js";

const [, , branch, kiosk] = location.pathname.split("/").map(decodeURIComponent);

const OFFLINE_AFTER_MS = 1000;
const SLOW_AFTER_MS = 4000;
const RETRY_SECONDS = 40;
const SPEECH_PATIENCE = 3;
const CLOCK_MS = 5000;
const RELOAD_MS = 1000;

const page = {
  view: null,
  visit: flow.START,
  prefs: null,
  catalogues: new Map(),
  clockAheadMs: 0,
  away: false,
  slow: false,
  slip: null,
  helping: false,
  secondsLeft: null,
};
const attention = new Attention();
const idle = new Idle({
  onWarning: (secondsLeft) => {
    page.secondsLeft = secondsLeft;
    draw();
  },
  onGone: () => actions.leave(),
});

/** Every transition of the visit as an action, and what the page itself does. */
const actions = {
  chooseLanguage: (id) => go(flow.chooseLanguage, id),
  chooseGroup: (id) => go(flow.chooseGroup, id),
  chooseService: (id) => go(flow.chooseService, id),
  chooseCases: (count) => go(flow.chooseCases, count),
  toggleNeed: (id) => go(flow.toggleNeed, id),
  toggleClass: (id) => go(flow.toggleClass, id),
  askNeeds: (step) => go(flow.askNeeds, step),
  carryOn: () => go(flow.carryOn),
  turnPage: (first) => go(flow.turnPage, first),
  back: () => go(flow.back),
  addService: () => go(addService),
  confirm: () => {
    if (go(flow.confirm, newKey)) take(page.visit);
  },
  askCode: (language) => go(booked.askCode, language),
  typeSign: (sign) => go(booked.typeSign, sign),
  eraseSign: () => go(booked.eraseSign),
  slipCame: answerSlip,
  leave: () => {
    Object.assign(page, {
      visit: flow.START,
      prefs: plainPrefs(page.view),
      helping: false,
      slip: null,
    });
    attention.speak(false);
    draw();
  },
  toggle: (pref) => {
    page.prefs = { ...page.prefs, [pref]: !page.prefs[pref] };
    draw();
    if (pref === "speech") attention.speak(page.prefs.speech);
  },
  openHelp: () => set({ helping: true }),
  closeHelp: () => set({ helping: false }),
  stay: () => idle.touch(),
};

function set(changes) {
  Object.assign(page, changes);
  draw();
}

function go(transition, ...values) {
  const visit = transition(page.view, page.visit, ...values);
  if (visit === page.visit) return false;
  set({ visit });
  return true;
}

/** Ask for the ticket; `post` asks again with the same key when an answer was lost. */
async function take(visit) {
  const slow = setTimeout(() => set({ slow: true }), SLOW_AFTER_MS);
  try {
    const [call, body] = flow.request(page.view, visit);
    const ticket = await post(`/branches/${branch}/${call}`, body, {
      key: visit.key,
      retrySeconds: RETRY_SECONDS,
    });
    if (go(flow.issued, visit.key, ticket)) follow(page.visit.ticket);
  } catch (refusal) {
    go(flow.refused, visit.key, refusal);
  } finally {
    clearTimeout(slow);
    page.slow = false;
  }
}

/** A key of a keyboard while a code is typed; whether it meant a sign. */
function typeKey(key) {
  if (page.visit.step !== "code" || page.helping) return false;
  if (key === "Backspace") return go(booked.eraseSign);
  const sign = key.toUpperCase();
  return booked.SIGNS.includes(sign) && (go(booked.typeSign, sign) || true);
}

/** Learn what became of the slip; asked again whenever something happened in the branch. */
async function follow(ticket) {
  if (!ticket?.job || settled(page.slip)) return;
  const slip = await slipOf(ticket);
  if (slip && ticket === page.visit.ticket) set({ slip });
}

/** The visitor says whether an uncertain slip came out; one that did not is printed again. */
async function answerSlip({ printer, job }, cameOut) {
  const { ticket } = page.visit;
  try {
    const path = `/branches/${branch}/printers/${printer}/jobs/${job}/answer`;
    const { reprint } = await post(path, { came_out: cameOut });
    const copy = reprint ? await post(`/tickets/${ticket.id}/print`, { printer }) : null;
    if (ticket !== page.visit.ticket) return;
    const visit = copy ? flow.printedAgain(page.visit, copy.job.id) : page.visit;
    set({ visit, slip: copy ? null : { printer, state: "printed" } });
    follow(page.visit.ticket);
  } catch {
    draw(); // the number and its code are on the screen; the question goes with the next state
  }
}

/**
 * A scanner, on a serial line or typing, has read a code: who has booked is checked in, and the
 * ticket that it names is shown.
 */
async function scanned(code) {
  if (!page.view) return;
  idle.touch();
  const visitCode = page.view.appointments ? booked.codeIn(code) : null;
  if (visitCode) {
    if (go(booked.codeScanned, visitCode, newKey)) take(page.visit);
    return;
  }
  try {
    go(flow.scanned, await ticketBehind(code));
  } catch {
    draw(); // the server is away, and the screen says so
  }
}

let level = 0;
let fitted = "";

function draw() {
  if (!page.view) return;
  document.querySelector("#connecting")?.remove();
  const step = shownStep(page);
  const { large, low } = page.prefs;
  const fitFor = [
    step,
    page.visit.group,
    page.visit.language,
    large,
    low,
    innerWidth,
    innerHeight,
  ].join();
  if (fitFor !== fitted) level = 0;
  fitted = fitFor;

  let scene = paint(step);
  while (overflows(document.querySelector(".stage")) && level < LAST_LEVEL) {
    level += 1;
    scene = paint(step);
  }
  attention.follow(scene);
  idle.watch(...patience(step));
}

/** Letters of another width have come: measure again. */
function refit() {
  fitted = "";
  draw();
}

function paint(step) {
  const scene = compose(page, step, fitting(level, step, page.prefs.large), actions);
  applyLook(scene);
  render([frame(scene, SCREENS[step](scene)), stillHere(scene), help(scene)], document.body);
  return scene;
}

/** How long the screen waits for the visitor, and whether it warns before it clears itself. */
function patience(step) {
  const { idle_seconds: seconds } = page.view.kiosk;
  const untouched = page.visit === flow.START && isPlain(page.prefs, page.view) && !page.helping;
  if (untouched || step === "issuing") return [null];
  const warns = page.visit !== flow.START && step !== "offline";
  return [page.prefs.speech ? seconds * SPEECH_PATIENCE : seconds, warns];
}

async function receive(view) {
  const languages = view.languages.map((language) => language.id);
  try {
    page.catalogues = await loadCatalogues(languages, page.catalogues);
  } catch {
    setTimeout(() => receive(view), RELOAD_MS);
    return;
  }
  if (page.view && view.rev < page.view.rev) return;
  page.prefs ??= plainPrefs(view);
  set({
    view,
    visit: flow.reconcile(view, page.visit),
    clockAheadMs: Date.parse(view.now) - Date.now(),
  });
  follow(page.visit.ticket);
}

let awayTimer = null;

/** The server is away once it has been for a moment; a short break shows nothing. */
function connection(connected) {
  if (connected) {
    clearTimeout(awayTimer);
    awayTimer = null;
    set({ away: false });
  } else {
    awayTimer ??= setTimeout(() => set({ away: true }), OFFLINE_AFTER_MS);
  }
}

/** Someone touched the screen or a key. The buttons of the warning speak for themselves. */
function onSign({ type, target }) {
  document.documentElement.toggleAttribute("data-keys", type === "keydown");
  const asked = page.secondsLeft !== null;
  if (!asked || target.localName === "dialog") idle.touch();
}

listenToWedge(scanned);
for (const sign of ["pointerdown", "keydown"])
  document.addEventListener(sign, onSign, { capture: true });
for (const unwanted of ["contextmenu", "dragstart"])
  document.addEventListener(unwanted, (event) => event.preventDefault());
addEventListener("resize", draw);
document.fonts.addEventListener("loadingdone", refit);
setInterval(draw, CLOCK_MS);
listenToKeys({
  type: typeKey,
  back: () => page.view && actions.back(),
  toggleSpeech: () => page.view && actions.toggle("speech"),
  repeat: () => attention.repeat(),
  volume: (step) => attention.changeVolume(step),
});
const socket = watch(
  { view: "kiosk", branch, id: kiosk },
  {
    onState: receive,
    onConnection: connection,
    onProblem: (refusal) => {
      document.querySelector("#connecting")?.remove();
      Object.assign(page, { view: null, visit: flow.START });
      idle.watch(null);
      render(problem(refusal), document.body);
    },
  },
);
socket.on("scan", ({ code }) => scanned(code));

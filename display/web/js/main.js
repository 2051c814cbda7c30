// The hall display: follows its view, keeps time, and lets calls.js, voice.js and render.js do the rest.

import { watch } from "/static/js/live.js";
import { say } from "/static/js/texts.js";
import { render } from "/static/vendor/lit-html.js";
import { advance, beginning, keyOf } from "./calls.js";
import { ServerClock } from "./clock.js";
import { fit } from "./fit.js";
import { Catalogues } from "./languages.js";
import { openLog } from "./log.js";
import { Memory } from "./memory.js";
import { ALL_LANGUAGES, page, waiting } from "./render.js";
import { Speaker } from "./speaker.js";
import { dress } from "./theme.js";
import { Voice } from "./voice.js";

const [, , branch, display] = location.pathname.split("/").map(decodeURIComponent);
const STEP_MS = 250;
const CLAIM_MS = 1500;
const RETRY_MS = 3000;

const clock = new ServerClock();
const texts = new Catalogues();
const log = openLog();
const large = new Memory(`okienko.large.${branch}.${display}`);
const settled = new Memory(`okienko.spoken.${branch}.${display}`);
const speaker = new Speaker();
const local = {
  state: null,
  shown: null,
  languages: [],
  connected: false,
  speaks: false,
  audible: null,
  problem: null,
};

const socket = watch(
  { view: "display", branch, id: display },
  { onState, onConnection, onProblem: (problem) => step({ problem }) },
);
socket.on("connect", tellMuted);
socket.on("speaker", (message) => {
  if (message.branch === branch && message.display === display) step({ speaks: message.speaking });
});
socket.on("claimed", (message) => {
  // Another device speaks it; that holds over a restart of the server, which forgets.
  if (message.branch === branch) settled.add(keyOf(message));
});

const voice = new Voice({
  branch,
  speaker,
  clock,
  settled,
  claim,
  log,
  onChange: () => step(),
  onBlocked: () => setAudible(false),
});

async function onState(state) {
  clock.learn(state.now);
  local.state = state;
  const languages =
    state.display.languages.length > 0 ? state.display.languages : state.office.languages;
  await texts.load([...languages, ...state.calls.flatMap((call) => call.languages.slice(0, 1))]);
  local.languages = languages.filter((language) => texts.has(language));
  step({ problem: null });
  if (local.languages.length === 0) setTimeout(() => onState(local.state), RETRY_MS);
}

function onConnection(connected) {
  // Who speaks is said anew after every watch.
  step(connected ? { connected } : { connected, speaks: false });
}

/** Ask the server for the right to speak a call: true, false, or null when it does not answer. */
async function claim(call) {
  if (!socket.connected) return null;
  try {
    const claimed = { branch, display, id: call.id, calls: call.calls };
    return (await socket.timeout(CLAIM_MS).emitWithAck("claim", claimed)).granted;
  } catch {
    return null;
  }
}

function setAudible(audible) {
  step({ audible });
  tellMuted();
}

/** A device counts as mute until the browser is known to let it sound, so that no call is claimed and not heard. */
function tellMuted() {
  if (socket.connected) socket.emit("mute", { branch, display, muted: local.audible !== true });
}

/** Take what changed, and show and speak what follows from it. */
function step(changed = {}) {
  Object.assign(local, changed);
  const { state, languages } = local;
  if (!state || languages.length === 0) {
    render(waiting(texts, local.problem), document.body);
    return;
  }
  voice.update(
    state.calls,
    local.speaks && local.connected && local.audible === true && state.display.voice,
  );
  local.shown = advanceShown(state);
  dress(document.documentElement, state.display.theme, state.office.accent);
  document.documentElement.lang = languages[0];
  document.title = say(state.display.name, languages[0]);
  document.documentElement.style.setProperty("--rows", state.display.rows);
  const model = {
    ...local,
    texts,
    nowMs: clock.nowMs,
    away: !local.connected,
    blocked: local.audible === false,
  };
  render(page(model), document.body);
  fit(document.body);
}

function advanceShown(state) {
  const nowMs = clock.nowMs;
  const before = local.shown ?? beginning(state.calls, nowMs, large.keys);
  const shown = advance(before, state.calls, {
    nowMs,
    speaking: voice.speaking,
    rows: state.display.rows,
  });
  if (shown.large && shown.large !== before.large) {
    large.add(shown.large);
    const { id, calls, number } = state.calls.find((call) => keyOf(call) === shown.large);
    log.shown({ id, calls, number }, nowMs);
  }
  return shown;
}

async function listenForTouch() {
  if (local.audible === false) setAudible(await speaker.allowed());
}

await texts.load(ALL_LANGUAGES);
setAudible(await speaker.allowed());
document.addEventListener("pointerup", listenForTouch);
document.addEventListener("keyup", listenForTouch);
setInterval(step, STEP_MS);

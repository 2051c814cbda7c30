// The hall display: follows its view, keeps time, and lets calls.js, voice.js and render.js do the rest.

import { applyAccent } from "/static/js/colours.js";
import { watch } from "/static/js/live.js";
import { say } from "/static/js/texts.js";
import { render } from "/static/vendor/lit-html.js";
import { advance, beginning, keyOf, ROWS_BESIDE_MEDIA, roomForMedia } from "./calls.js";
import { ServerClock } from "./clock.js";
import { fit } from "./fit.js";
import { Catalogues } from "./languages.js";
import { openLog } from "./log.js";
import { Media } from "./media.js";
import { Memory } from "./memory.js";
import { isHushed, itemsNow, levelNow } from "./playlists.js";
import { ALL_LANGUAGES, isClosed, page, waiting } from "./render.js";
import { Speaker } from "./speaker.js";
import { pace } from "./ticker.js";
import { Voice } from "./voice.js";

const [, , branch, display] = location.pathname.split("/").map(decodeURIComponent);
const STEP_MS = 250;
const CLAIM_MS = 1500;
const RETRY_MS = 3000;
/** So often a device finds out whether it can still be heard, and what there is to show. */
const PROBE_MS = 30_000;
const PLAYLISTS_MS = 60_000;

const clock = new ServerClock();
const texts = new Catalogues();
const log = openLog();
const large = new Memory(`okienko.large.${branch}.${display}`);
const settled = new Memory(`okienko.spoken.${branch}.${display}`);
const speaker = new Speaker();
const media = new Media();
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const local = {
  state: null,
  shown: null,
  languages: [],
  connected: false,
  speaks: false,
  audible: null,
  whyMute: null,
  problem: null,
  playlists: [],
  room: true,
};

const socket = watch(
  { view: "display", branch, id: display },
  { onState, onConnection, onProblem: (problem) => step({ problem, state: null }) },
);
socket.on("connect", tellMuted);
socket.on("speaker", (message) => {
  if (message.branch === branch && message.display === display) step({ speaks: message.speaking });
});
socket.on("claimed", (message) => {
  // Another device speaks it; that holds over a restart of the server, which forgets.
  if (message.branch === branch) settled.add(keyOf(message));
});
socket.on("unclaimed", (message) => {
  // It could not be heard there after all.
  if (message.branch === branch) settled.remove(keyOf(message));
});

const voice = new Voice({
  branch,
  speaker,
  clock,
  settled,
  claim,
  log,
  onChange: () => step(),
  onUnheard,
});

async function onState(state) {
  clock.learn(state.now);
  if (state.revision !== local.state?.revision) loadPlaylists();
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

/** What is shown beside the calls; what cannot be had now is asked for again later. */
async function loadPlaylists() {
  const address = `/api/v1/branches/${encodeURIComponent(branch)}/displays/${encodeURIComponent(display)}/media`;
  try {
    const answer = await fetch(address);
    if (answer.ok) step({ playlists: (await answer.json()).playlists });
  } catch {
    // The server is away; the pictures that are there go on.
  }
}

/** Nothing of a call was heard. Unless it is the call's own sound that fails, another device is to speak it. */
async function onUnheard(call) {
  await probe();
  if (local.audible) return;
  settled.remove(keyOf(call));
  socket.emit("unspoken", { branch, display, id: call.id, calls: call.calls });
}

async function probe() {
  const how = await speaker.probe();
  const audible = how === "played";
  if (audible === local.audible && (audible || how === local.whyMute)) return;
  step({ audible, whyMute: audible ? null : how });
  tellMuted();
}

/** A device counts as mute until the browser is known to let it sound, so that no call is claimed and not heard. */
function tellMuted() {
  if (!socket.connected) return;
  const muted = local.audible !== true;
  socket.emit("mute", { branch, display, muted, reason: local.whyMute });
}

/** Take what changed, and show and speak what follows from it. */
function step(changed = {}) {
  Object.assign(local, changed);
  const { state, languages } = local;
  if (!state || languages.length === 0) {
    render(waiting(texts, local.problem), document.body);
    return;
  }
  const level = levelNow(state.display.volume, clock.nowMs, state.branch.time_zone);
  speaker.level = level;
  voice.update(
    state.suspended ? [] : state.calls,
    local.speaks && local.connected && local.audible === true && state.display.voice,
    state.display.chime,
    state.revision,
  );
  const items = itemsNow(local.playlists, clock.nowMs, state.branch.time_zone);
  local.room = roomForMedia(local.shown ?? { owed: 0 }, local.room);
  const hushed = isHushed(state.calls, voice.speaking, clock.nowMs);
  const shows = local.room && !state.suspended && !isClosed(state, clock.nowMs);
  media.update(items, shows, hushed ? 0 : level);
  local.shown = advanceShown(state);
  document.documentElement.dataset.theme = state.display.theme;
  applyAccent(state.office.accent);
  document.documentElement.lang = languages[0];
  document.title = say(state.display.name, languages[0]);
  document.documentElement.style.setProperty("--rows", local.shown.rows);
  const model = {
    ...local,
    texts,
    nowMs: clock.nowMs,
    away: !local.connected,
    blocked: local.whyMute === "blocked",
    media: local.room && media.showing ? media.element : null,
    still: stillness.matches,
  };
  render(page(model), document.body);
  fit(document.body);
  pace(document.body);
}

function rows() {
  const { rows: wanted } = local.state.display;
  return local.room && media.showing ? Math.min(wanted, ROWS_BESIDE_MEDIA) : wanted;
}

function advanceShown(state) {
  const nowMs = clock.nowMs;
  const before = local.shown ?? beginning(state.calls, nowMs, large.keys);
  const shown = advance(before, state.calls, {
    nowMs,
    speaking: voice.speaking,
    rows: rows(),
  });
  if (shown.large && shown.large !== before.large) {
    large.add(shown.large);
    const { id, calls, number } = state.calls.find((call) => keyOf(call) === shown.large);
    log.shown({ id, calls, number }, nowMs);
  }
  return shown;
}

async function listenForTouch() {
  if (local.audible === false) await probe();
}

await texts.load(ALL_LANGUAGES);
await probe();
document.addEventListener("pointerup", listenForTouch);
document.addEventListener("keyup", listenForTouch);
setInterval(step, STEP_MS);
setInterval(loadPlaylists, PLAYLISTS_MS);
setInterval(() => voice.speaking ?? probe(), PROBE_MS);
navigator.mediaDevices?.addEventListener("devicechange", probe);

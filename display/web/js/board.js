// The board above one counter: follows its view and shows it.

import { applyAccent } from "/static/js/colours.js";
import { watch } from "/static/js/live.js";
import { say } from "/static/js/texts.js";
import { render } from "/static/vendor/lit-html.js";
import { board } from "./board_render.js";
import { ServerClock } from "./clock.js";
import { fit } from "./fit.js";
import { Catalogues } from "./languages.js";
import { ALL_LANGUAGES, waiting } from "./render.js";

const [, , branch, counter] = location.pathname.split("/").map(decodeURIComponent);
const STEP_MS = 250;
const RETRY_MS = 3000;
/** `?theme=light` for a board in the light. */
const THEME = new URLSearchParams(location.search).get("theme") ?? "dark";

const clock = new ServerClock();
const texts = new Catalogues();
const local = {
  state: null,
  languages: [],
  connected: false,
  problem: null,
  call: null,
  turns: 0,
  sinceMs: 0,
};

watch(
  { view: "board", branch, id: counter },
  {
    onState,
    onConnection: (connected) => step({ connected }),
    onProblem: (problem) => step({ problem, state: null }),
  },
);

async function onState(state) {
  clock.learn(state.now);
  local.state = state;
  const told = [...new Set([...state.languages.slice(0, 1), ...officeLanguages(state.office)])];
  local.languages = await texts.load(told);
  step({ problem: null });
  if (local.languages.length === 0) setTimeout(() => onState(local.state), RETRY_MS);
}

function officeLanguages(office) {
  return office.announce?.length > 0 ? office.announce : office.languages;
}

/** Take what changed, and show what follows from it. */
function step(changed = {}) {
  Object.assign(local, changed);
  const { state, languages } = local;
  if (!state || languages.length === 0) {
    render(waiting(texts, local.problem), document.body);
    return;
  }
  noteCall(state);
  document.documentElement.dataset.theme = THEME;
  applyAccent(state.office.accent);
  document.documentElement.lang = languages[0];
  document.title = say(state.name, languages[0]);
  render(board({ ...local, texts, nowMs: clock.nowMs, away: !local.connected }), document.body);
  fit(document.body);
}

/** A call, and a recall, each begin a new turn of attention. */
function noteCall(state) {
  const call =
    state.active && state.number ? `${state.number}/${state.calls}/${state.called_at}` : null;
  if (call && call !== local.call)
    Object.assign(local, { turns: local.turns + 1, sinceMs: clock.nowMs });
  local.call = call;
}

await texts.load(ALL_LANGUAGES);
step();
setInterval(step, STEP_MS);

// The test page of the voice: speaks any call in any language, and shows what of it is recorded.

import { preferredLanguage, rememberLanguage } from "/static/js/languages.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { render } from "/static/vendor/lit-html.js";
import { page } from "/static/voice_test/screen.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const BASE = "/api/v1/voice";

const local = {
  language: null,
  t: null,
  languages: LANGUAGES,
  call: { number: "A042", counter: "5", short: false, chime: "falling", spoken: ["pl", "uk"] },
  said: [],
  state: "ready",
};
const audio = new Audio();
let turn = 0;

async function speak(language) {
  local.t = await loadTexts(language, ["/static/voice_test/texts"]);
  local.language = language;
  document.documentElement.lang = language;
  draw();
}

function choose(language) {
  rememberLanguage(language);
  speak(language);
}

function change(fields) {
  Object.assign(local.call, fields);
  draw();
}

/** One language after the other, as a display does; a new call ends the one before. */
async function play() {
  const mine = ++turn;
  const { number, counter, short, chime, spoken } = local.call;
  const asked = new URLSearchParams({ number, counter, short: short ? "1" : "0" });
  local.said = [];
  tell("playing");
  try {
    if (chime) await sound(`${BASE}/chime/${chime}.wav`);
    for (const language of spoken) {
      const answer = await fetch(`${BASE}/${language}?${asked}`);
      if (!answer.ok) throw new Error((await answer.json()).detail);
      if (mine !== turn) return;
      local.said = [...local.said, { language, ...(await answer.json()) }];
      draw();
      await sound(`${BASE}/${language}.wav?${asked}`);
      if (mine !== turn) return;
    }
    tell("played");
  } catch (error) {
    if (mine === turn) tell("failed", error.message);
  }
}

function sound(url) {
  return new Promise((resolve, reject) => {
    audio.onended = resolve;
    audio.onerror = () => reject(new Error(local.t("no_sound")));
    audio.src = url;
    audio.play().catch(reject);
  });
}

function tell(state, problem = "") {
  Object.assign(local, { state, problem });
  draw();
}

function draw() {
  if (!local.t) return;
  document.title = `Okienko · ${local.t("title")}`;
  render(page(local, { choose, change, play }), document.getElementById("page"));
}

followColourScheme();
await speak(preferredLanguage(LANGUAGES));
followRevision(draw);

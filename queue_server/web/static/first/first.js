// The first page: every screen of the office with its address, by branch.

import { page } from "/static/first/screens.js";
import { get } from "/static/js/api.js";
import { applyAccent } from "/static/js/colours.js";
import { preferredLanguage, rememberLanguage } from "/static/js/languages.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const REFRESH_SECONDS = 5;

const local = { language: null, t: null, languages: LANGUAGES, lost: false };
let branches = null;

async function speak(language) {
  local.t = await loadTexts(language, ["/static/first/texts"]);
  local.language = language;
  document.documentElement.lang = language;
  draw();
}

function choose(language) {
  rememberLanguage(language);
  speak(language);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const list = await get("/branches");
    branches = await Promise.all(list.map(({ id }) => get(`/branches/${id}`)));
    applyAccent(branches[0]?.office.accent);
    local.lost = false;
  } catch {
    local.lost = true;
  }
  draw();
}

function draw() {
  if (!local.t) return;
  document.title = `Okienko · ${local.t("title")}`;
  render(page(branches, local, choose), document.getElementById("page"));
}

followColourScheme();
await Promise.all([speak(preferredLanguage(LANGUAGES)), refresh()]);
setInterval(refresh, REFRESH_SECONDS * 1000);
document.addEventListener("visibilitychange", refresh);
followRevision(draw);

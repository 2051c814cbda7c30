// The virtual printer's slips as pictures, newest first; asks for new ones only while somebody looks.

import { get } from "/static/js/api.js";
import { applyAccent } from "/static/js/colours.js";
import { autonym, preferredLanguage, rememberLanguage } from "/static/js/languages.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts, localeOf, say } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { repeat } from "/static/vendor/directives/repeat.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const REFRESH_SECONDS = 2;

const local = { language: null, t: null, lost: false };
let printers = null;
let branches = new Map();

async function speak(language) {
  local.t = await loadTexts(language, ["/static/virtual_printer/texts"]);
  local.language = language;
  document.documentElement.lang = language;
  draw();
}

async function refresh() {
  if (document.hidden) return;
  try {
    printers = (await get("/demo/slips")).printers;
    if (!branches.size) await nameBranches();
    local.lost = false;
  } catch (refusal) {
    const nothingVirtual = refusal.status === 404;
    if (nothingVirtual) printers = [];
    local.lost = !nothingVirtual;
  }
  draw();
}

async function nameBranches() {
  branches = new Map((await get("/branches")).map((branch) => [branch.id, branch]));
  applyAccent((await get(`/branches/${branches.keys().next().value}`)).office.accent);
}

function draw() {
  if (!local.t) return;
  document.title = `Okienko · ${local.t("word.virtual_printer")}`;
  render(page(printers, local), document.getElementById("page"));
}

function page(printers, { t, language, lost }) {
  return html`
    <header>
      <div>
        <p><a href="/">Okienko</a></p>
        <h1>${t("word.virtual_printer")}</h1>
      </div>
      <nav aria-label=${t("word.language")}>
        ${LANGUAGES.map(
          (id) =>
            html`<button lang=${id} aria-pressed=${String(id === language)} @click=${() => choose(id)}>${autonym(id)}</button>`,
        )}
      </nav>
    </header>
    <main>
      <p class="intro">${t("intro")}</p>
      ${lost ? html`<p class="lost" role="alert">${t("lost")}</p>` : nothing}
      ${printers && !printers.length ? html`<p class="empty">${t("none")}</p>` : nothing}
      ${printers?.map((printer) => printerSection(printer))}
    </main>
  `;
}

function choose(language) {
  rememberLanguage(language);
  speak(language);
}

function printerSection({ branch, id, name, slips }) {
  const { t, language } = local;
  const title = `printer-${branch}-${id}`;
  return html`<section aria-labelledby=${title}>
    <div class="printer">
      <h2 id=${title}>${say(name, language) || id}</h2>
      <p>${say(branches.get(branch)?.name, language) || branch}</p>
    </div>
    ${
      slips.length
        ? html`<ol class="slips">
          ${repeat(
            slips,
            (slip) => slip.url,
            (slip) => slipItem(slip, branch),
          )}
        </ol>`
        : html`<p class="empty">${t("empty")}</p>`
    }
  </section>`;
}

function slipItem(slip, branch) {
  const page = ticketPage(slip);
  return html`<li>
    <a class="slip" href=${slip.url} target="_blank">
      <img loading="lazy" srcset=${`${slip.url} 2x`} alt=${slipText(slip, branch)}>
    </a>
    <p>
      <time datetime=${slip.at}>${clock(slip.at, branch)}</time>
      ${page ? html`<a href=${page} target="_blank">${local.t("word.phone_page")}</a>` : nothing}
    </p>
  </li>`;
}

/** Where the slip's QR code leads, on this server. */
function ticketPage({ text }) {
  return text?.join(" ").match(/https?:\/\/\S+(\/t\/\S+)/)?.[1];
}

function slipText({ text, at }, branch) {
  return text?.length ? text.join("\n") : `${local.t("word.slip")} ${clock(at, branch)}`;
}

/** The time in the branch's own zone, as the slip says it. */
function clock(time, branch) {
  const timeZone = branches.get(branch)?.time_zone;
  return new Date(time).toLocaleTimeString(localeOf(local.language), { timeZone });
}

followColourScheme();
await Promise.all([speak(preferredLanguage(LANGUAGES)), refresh()]);
setInterval(refresh, REFRESH_SECONDS * 1000);
document.addEventListener("visibilitychange", refresh);
followRevision(draw);

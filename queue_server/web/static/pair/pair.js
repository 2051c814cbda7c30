// A screen that is not paired yet: it shows a code until an administrator says what it is to be.
// Whoever stands before it reads no settings of ours, so it speaks all four languages at once.

import { get, post } from "/static/js/api.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts, localeOf } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const LOOK_MS = 2000;
const LONGER_MS = 10_000;
const LONGEST_PAGE = 200;

const page = { code: null, expiresAt: null, lost: false, busy: false };
const wanted = new URLSearchParams(location.search).get("next") ?? "";

/** Ask how far it is; a code that is over is followed by a new one. */
async function look() {
  try {
    const own = (await known()) ?? (await begin());
    if (own.state === "approved") {
      location.replace(own.page ?? "/");
      return;
    }
    Object.assign(page, { code: own.code, expiresAt: own.expires_at, lost: false, busy: false });
    setTimeout(look, LOOK_MS);
  } catch (refusal) {
    page.busy = refusal.status === 429;
    page.lost = !page.busy;
    setTimeout(look, LONGER_MS);
  }
  draw();
}

/** The pairing that this browser began, unless it is over. */
async function known() {
  const own = await get("/pairings/own");
  return ["waiting", "approved"].includes(own.state) ? own : null;
}

function begin() {
  const page = wanted.slice(0, LONGEST_PAGE) || null;
  return post("/pairings", { screen: true, page }, { retrySeconds: 0 });
}

function explanation([language, t]) {
  const time = new Intl.DateTimeFormat(localeOf(language), { timeStyle: "short" });
  const address = `${location.host}/admin/devices`;
  return html`<section lang=${language}>
    <h2>${t("pair.title")}</h2>
    ${page.lost ? html`<p class="fault">${t("pair.lost")}</p>` : nothing}
    ${page.busy ? html`<p class="fault">${t("pair.busy")}</p>` : nothing}
    ${
      page.code
        ? html`<p>${t("pair.how", { address })}</p>
            <p class="until">${t("pair.until", { time: time.format(new Date(page.expiresAt)) })}</p>`
        : nothing
    }
  </section>`;
}

function draw() {
  render(
    html`<main>
      <h1>
        <span class="name">Okienko</span>
        <span class="code" aria-live="polite">${page.code ?? "····-····"}</span>
        <span class="wanted">${wanted}</span>
      </h1>
      <div class="languages">${texts.map(explanation)}</div>
    </main>`,
    document.body,
  );
}

const texts = await Promise.all(
  LANGUAGES.map(async (language) => [language, await loadTexts(language, ["/static/pair/texts"])]),
);
followColourScheme();
draw();
look();
followRevision(draw);

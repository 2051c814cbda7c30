// What the administration pages have in common: header, sections, who is signed in, messages, questions.

import { refusalWords } from "/static/floor/page.js";
import { get } from "/static/js/api.js";
import { autonym, preferredLanguage, rememberLanguage } from "/static/js/languages.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts, localeOf, say } from "/static/js/texts.js";
import { zoneIn } from "/static/js/zones.js";
import "/static/js/session.js";
import { followColourScheme } from "/static/js/theme.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const TOLD_MS = 8000;

/** The sections, each with what its reader needs. A section that another page adds stands here too. */
const SECTIONS = [
  { id: "office", href: "/admin", needs: "office.see", name: "word.office_configuration" },
  { id: "staff", href: "/admin/staff", needs: "staff.manage", name: "admin.section.staff" },
  { id: "devices", href: "/admin/devices", needs: "devices.manage", name: "admin.section.devices" },
  { id: "tokens", href: "/admin/tokens", needs: "tokens.manage", name: "admin.section.tokens" },
  { id: "report", href: "/report", needs: "reports.see", name: "link.report" },
  { id: "audit", href: "/audit", needs: "audit.see", name: "word.audit" },
];

/**
 * Open an administration page. `section` is one of SECTIONS, `texts` are the page's own folders of
 * catalogues, `title(frame)` its title, and `page(frame)` what stands under the header: a lit template.
 *
 * The frame has `t`, `language`, `say(texts)`, `caller`, `branches`, `may(permission)`, `draw()`,
 * `tell(words, kind)` for what has happened, `refusal(refusal)` for why something was refused, in the
 * reader's words, and `ask(question)` for what should not happen by mistake.
 */
export async function openFrame({ section, texts = [], title, page, wide = false }) {
  const frame = {
    language: null,
    t: null,
    caller: null,
    branches: [],
    told: null,
    question: null,
    say: (named) => say(named, frame.language),
    may: (permission) => may(frame.caller, permission),
    draw,
    tell,
    refusal: (refused) => refusalWords(frame, refused),
    ask,
    speak,
  };
  let silence = null;

  async function speak(language) {
    frame.t = await loadTexts(language, ["/static/floor/texts", "/static/admin/texts", ...texts]);
    frame.language = language;
    document.documentElement.lang = language;
    draw();
  }

  function tell(words, kind = "good") {
    clearTimeout(silence);
    frame.told = words ? { words, kind } : null;
    if (words && kind === "good") silence = setTimeout(() => tell(null), TOLD_MS);
    draw();
  }

  /** Ask {title, text, yes, danger, body}; resolves to whether the answer was yes. */
  function ask(question) {
    return new Promise((answer) => {
      frame.question = { ...question, answer };
      draw();
      const dialog = document.querySelector("#question");
      if (!dialog.open) dialog.showModal();
    });
  }

  function draw() {
    if (!frame.t) return;
    document.title = `${title(frame)} · Okienko`;
    render(whole(frame, { section, page, wide }), document.body);
  }

  followColourScheme();
  [frame.caller, frame.branches] = await Promise.all([whoAsks(), allBranches()]);
  await speak(preferredLanguage(LANGUAGES));
  followRevision(draw);
  return frame;
}

/** Who is signed in, and what they may do where: {name, grants: {branch or "*": [permission]}}. */
async function whoAsks() {
  try {
    const { caller, grants } = await get("/session");
    return { ...caller, grants };
  } catch {
    return null; // what may be done here, the server says at each step anyway
  }
}

/** Every branch, shortly. */
async function allBranches() {
  try {
    return await get("/branches");
  } catch {
    return []; // times are told by this computer's clock
  }
}

function may(caller, permission) {
  if (!caller?.grants) return true;
  return Object.values(caller.grants).some((granted) => granted.includes(permission));
}

function whole(frame, { section, page, wide }) {
  const { t } = frame;
  return html`
    <a class="skip" href="#main">${t("admin.skip")}</a>
    <header class="admin-head">
      <a class="brand" href="/admin"><img src="/static/icon.svg" alt="" width="32" height="32">Okienko</a>
      ${sections(frame, section)}
      <div class="admin-who">
        <signed-in language=${frame.language}></signed-in>
        <label>
          <span class="visually-hidden">${t("word.language")}</span>
          <select @change=${(event) => choose(frame, event.target.value)}>
            ${LANGUAGES.map(
              (id) =>
                html`<option value=${id} lang=${id} ?selected=${id === frame.language}>${autonym(id)}</option>`,
            )}
          </select>
        </label>
      </div>
    </header>
    <main id="main" class=${wide ? "wide" : ""} tabindex="-1">${page(frame)}</main>
    ${told(frame)} ${question(frame)}
  `;
}

function choose(frame, language) {
  rememberLanguage(language);
  frame.speak(language);
}

function sections(frame, current) {
  return html`<nav aria-label=${frame.t("admin.sections")}>
    <ul>
      ${SECTIONS.filter(({ needs }) => frame.may(needs)).map(
        ({ id, href, name }) =>
          html`<li><a href=${href} aria-current=${id === current ? "page" : nothing}>${frame.t(name)}</a></li>`,
      )}
    </ul>
  </nav>`;
}

/** What has just happened: a line at the bottom that is read aloud. */
function told({ told: said, tell, t }) {
  return html`<div class="told" role=${said?.kind === "bad" ? "alert" : "status"} data-kind=${said?.kind ?? "none"}>
    ${
      said
        ? html`<span>${said.words}</span><button type="button" class="quiet" @click=${() => tell(null)}>${t("admin.hide")}</button>`
        : nothing
    }
  </div>`;
}

function question(frame) {
  const { question: asked, t } = frame;
  const close = (yes) => {
    document.querySelector("#question").close();
    frame.question = null;
    asked.answer(yes);
    frame.draw();
  };
  return html`<dialog
    id="question"
    aria-labelledby="question-title"
    @cancel=${(event) => {
      event.preventDefault();
      close(false);
    }}
  >
    ${
      asked
        ? html`<form
            method="dialog"
            @submit=${(event) => {
              event.preventDefault();
              close(true);
            }}
          >
            <h2 id="question-title">${asked.title}</h2>
            ${asked.text ? html`<p>${asked.text}</p>` : nothing} ${asked.body ?? nothing}
            <p class="buttons">
              <button type="button" ?autofocus=${asked.danger} @click=${() => close(false)}>${t("admin.cancel")}</button>
              <button type="submit" class=${asked.danger ? "danger" : "primary"}>${asked.yes}</button>
            </p>
          </form>`
        : nothing
    }
  </dialog>`;
}

/** When something was, as its reader's language writes it; in the zone of the first branch unless another counts. */
export function when(frame, moment, timeZone = zoneIn(frame.branches)) {
  if (!moment) return "";
  const style = { dateStyle: "medium", timeStyle: "short", timeZone };
  return new Intl.DateTimeFormat(localeOf(frame.language), style).format(new Date(moment));
}

// The audit's page: what is asked for stands in the address, so that a search can be kept and sent.

import { head, messageLine } from "/static/floor/frame.js";
import { createPage, refusalWords } from "/static/floor/page.js";
import { asTime, plain } from "/static/floor/words.js";
import { get } from "/static/js/api.js";
import { followRevision } from "/static/js/revision.js";
import { momentIn, zoneIn } from "/static/js/zones.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";
import { ticketSearch } from "./ticket_search.js";

const FIELDS = ["find", "kind", "actor", "subject", "branch", "from", "to"];
const PAGE = 100;
/** Days are whole ones: the last ends where the next begins. */
const DAYS_LATER = { from: 0, to: 1 };

const root = document.getElementById("page");
const page = createPage("/static/audit", draw, {
  entries: [],
  more: null,
  branches: [],
  asked: Object.fromEntries(new URLSearchParams(location.search)),
  ticket: { branch: "", day: "", number: "" },
  tickets: null,
});

async function start() {
  await page.begin();
  followRevision(() => page.set({}));
  try {
    const branches = await get("/branches");
    page.set({ branches });
    const branch = branches[0]?.id ?? "";
    const day = branch && (await get(`/branches/${branch}`)).now.slice(0, 10);
    page.set({ ticket: { branch, day, number: "" } });
  } catch {
    // Asking for entries says it.
  }
  await ask();
}

/** The parameters of what is asked for; days are those of the branch, else of the office. */
function query(more = {}) {
  const { asked } = page.state;
  const given = FIELDS.filter((name) => asked[name]?.trim()).map((name) => [name, asked[name]]);
  const zone = zoneIn(page.state.branches, asked.branch);
  const values = given.map(([name, value]) => [
    name,
    name in DAYS_LATER ? midnight(zone, value, DAYS_LATER[name]) : value.trim(),
  ]);
  return new URLSearchParams({ ...Object.fromEntries(values), ...more });
}

/** When the day so many days after `day` begins. */
function midnight(zone, day, later) {
  const date = new Date(`${day}T00:00Z`);
  date.setUTCDate(date.getUTCDate() + later);
  return momentIn(zone, date.toISOString().slice(0, 16));
}

/** Ask for entries: the first, or those before the last that are shown. */
async function ask(more = null) {
  try {
    const found = await get(`/audit?${query({ limit: PAGE, ...more })}`);
    const entries = more ? [...page.state.entries, ...found.entries] : found.entries;
    page.set({ entries, more: found.more, connected: true, message: null });
  } catch (refusal) {
    page.set({ connected: refusal.status !== 0 });
    page.say(refusalWords(page, refusal), "bad");
  }
}

function search() {
  const { asked } = page.state;
  const kept = Object.entries(asked).filter(([, value]) => value);
  history.replaceState(null, "", `?${new URLSearchParams(kept)}`);
  ask();
}

function draw() {
  const { language } = page.state;
  render(
    html`${head(page, { title: page.t("word.audit"), actions: exports_() })}
      <main class="main">
        ${ticketSearch(page)} ${form()}
        <section class="panel" aria-labelledby="entries-title">
          <h2 id="entries-title">${page.t("entries.title")}</h2>
          ${page.state.entries.length ? table() : html`<p class="empty">${page.t("entries.none")}</p>`}
          ${
            page.state.more
              ? html`<button type="button" class="action" @click=${() => ask(page.state.more)}>
                  ${page.t("entries.more")}
                </button>`
              : nothing
          }
        </section>
      </main>
      ${messageLine(page)}`,
    root,
  );
  document.title = page.t("word.audit");
  document.documentElement.lang = language;
}

function exports_() {
  const all = query({ limit: 10000 });
  return html`<a class="action" href="/report">${page.t("link.report")}</a>
    <a class="action" href="/api/v1/audit.csv?${query()}" download>CSV</a>
    <a class="action" href="/api/v1/audit?${all}" download="audit.json">JSON</a>`;
}

function form() {
  return html`<form
    class="panel asked"
    @submit=${(event) => {
      event.preventDefault();
      search();
    }}
  >
    ${field("find", "search")} ${field("kind")} ${field("actor")} ${field("subject")}
    <label class="field">
      <span>${page.t("word.branch")}</span>
      <select name="branch" @change=${(event) => want({ branch: event.target.value })}>
        <option value="" ?selected=${!page.state.asked.branch}>${page.t("asked.everywhere")}</option>
        ${page.state.branches.map(
          ({ id, name }) =>
            html`<option value=${id} ?selected=${page.state.asked.branch === id}>${plain(name, page.state.language)}</option>`,
        )}
      </select>
    </label>
    ${field("from", "date")} ${field("to", "date")}
    <button type="submit" class="action primary">${page.t("asked.search")}</button>
  </form>`;
}

function want(changes) {
  page.set({ asked: { ...page.state.asked, ...changes } });
}

function field(name, type = "text") {
  return html`<label class="field">
    <span>${page.t(`asked.${name}`)}</span>
    <input
      name=${name}
      type=${type}
      maxlength="200"
      .value=${page.state.asked[name] ?? ""}
      @input=${(event) => want({ [name]: event.target.value })}
    />
  </label>`;
}

function table() {
  return html`<table class="entries stacks">
    <thead>
      <tr>
        ${["at", "who", "kind", "subject", "change", "reason"].map((name) => html`<th scope="col">${page.t(`entry.${name}`)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${page.state.entries.map(row)}
    </tbody>
  </table>`;
}

function row(entry) {
  const { branches, language } = page.state;
  const ticket = /^ticket:(\d+)$/.exec(entry.subject)?.[1];
  return html`<tr>
    <td class="at">${asTime(entry.at, language, zoneIn(branches, entry.branch))}</td>
    <td>
      ${entry.name ?? entry.actor ?? "–"}
      <span class="note">${entry.address ?? ""}</span>
    </td>
    <td><code>${entry.kind}</code></td>
    <td>
      ${ticket ? html`<a href="/audit/tickets/${ticket}">${entry.subject}</a>` : entry.subject}
      <span class="note">${entry.branch ?? ""}</span>
    </td>
    <td class="change">${change(entry)}</td>
    <td>${entry.reason ?? ""}</td>
  </tr>`;
}

function change({ before, after }) {
  const said = (key, value) =>
    value === null
      ? nothing
      : html`<details>
          <summary>${page.t(key)} ${brief(value)}</summary>
          <pre>${JSON.stringify(value, null, 1)}</pre>
        </details>`;
  return html`${said("entry.before", before)}${said("entry.after", after)}`;
}

function brief(value) {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

start();

// The report, drawn whole: what is asked for, what all came to, the chart over time, the tables.

import { fault, head, messageLine } from "/static/floor/frame.js";
import { phrase, plain } from "/static/floor/words.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";
import { chart } from "./chart.js";
import { groupName, minutes, share, timeName } from "./figures.js";
import { table } from "./table.js";

/** While a year is being typed it is an early one, which nobody means. */
const EARLIEST = "2000-01-01";

export function draw(page, root) {
  render(pageOf(page), root);
  const { report, language } = page.state;
  document.title = `${page.t("title")} – ${report ? plain(report.name, language) : "Okienko"}`;
}

function pageOf(page) {
  const { report, language } = page.state;
  if (page.state.fault) return fault(page);
  return html`${head(page, {
    title: page.t("title"),
    place: report ? phrase(report.name, language) : nothing,
    actions: html`<button type="button" class="action" @click=${() => print()}>
        ${page.t("print")}
      </button>`,
  })}
    <main class="main">${asked(page)} ${report ? [summary(page), overTime(page), groups(page)] : nothing}</main>
    ${messageLine(page)}`;
}

function asked(page) {
  const { asked, branches, report, language } = page.state;
  const day = (name) => html`<label class="field">
    <span>${page.t(`asked.${name}`)}</span>
    <input
      type="date"
      name=${name}
      min=${EARLIEST}
      .value=${asked[name] || report?.[name] || ""}
      @change=${({ target }) => target.validity.valid && page.want({ [name]: target.value })}
    />
  </label>`;
  return html`<form class="panel asked" @submit=${(event) => event.preventDefault()}>
    ${
      branches.length > 1
        ? html`<label class="field">
            <span>${page.t("word.branch")}</span>
            <select
              name="branch"
              @change=${(event) => location.assign(`/report/${event.target.value}${location.search}`)}
            >
              ${branches.map(
                ({ id, name }) =>
                  html`<option value=${id} ?selected=${id === page.branch}>${plain(name, language)}</option>`,
              )}
            </select>
          </label>`
        : nothing
    }
    ${day("from")} ${day("to")}
  </form>`;
}

/** What all came to, each beside what it was in as many days before. */
function summary(page) {
  const { all, before, from, to } = page.state.report;
  const { language } = page.state;
  const figure = (name, shown) => html`<div class="figure" data-figure=${name}>
    <dt>${page.t(`figure.${name}`)}</dt>
    <dd>
      <strong>${shown(all)}</strong>
      <span class="note">${page.t("figure.before", { value: shown(before) })}</span>
    </dd>
  </div>`;
  const named = (day) => timeName(page.t, language, day);
  return html`<section class="panel" aria-labelledby="summary-title">
    <h2 id="summary-title">${named(from)} – ${named(to)}</h2>
    <dl class="figures">
      ${figure("tickets", (of) => of.tickets)} ${figure("served", (of) => of.served)}
      ${figure("no_shows", (of) => of.no_shows)}
      ${figure("wait_median", (of) => minutes(page, of.wait_median_minutes))}
      ${figure("wait_p90", (of) => minutes(page, of.wait_p90_minutes))}
      ${figure("within_target", (of) => share(language, of.within_target))}
      ${figure("on_time", (of) => share(language, of.on_time))}
    </dl>
    <p class="note">${page.t("figure.before.note")}</p>
  </section>`;
}

function overTime(page) {
  const { report, language } = page.state;
  return html`<section class="panel" aria-labelledby="times-title">
    ${panelHead(page, "times", "every", ["day", "week", "month"])}
    ${
      report.times.length
        ? html`${chart(page, report.times)}
            ${table(page, "times", report.every, report.times, (row) => timeName(page.t, language, row.key))}`
        : html`<p class="empty">${page.t("none")}</p>`
    }
  </section>`;
}

function groups(page) {
  const { report } = page.state;
  return html`<section class="panel" aria-labelledby="groups-title">
    ${panelHead(page, "groups", "by", ["service", "hour", "clerk"])}
    ${
      report.groups.length
        ? table(page, "groups", report.by, report.groups, (row) => groupName(page, row))
        : html`<p class="empty">${page.t("none")}</p>`
    }
  </section>`;
}

/** A panel's name, what it may be told apart by, and the same as a file. */
function panelHead(page, panel, name, choices) {
  const chosen = page.state.asked[name];
  const file = page.query(["from", "to"]);
  file.set("by", chosen);
  return html`<div class="panel-head">
    <h2 id="${panel}-title">${page.t(`${panel}.title`)}</h2>
    <div class="ways" role="group" aria-labelledby="${panel}-title">
      ${choices.map(
        (choice) => html`<button
          type="button"
          class="action small"
          aria-pressed=${String(choice === chosen)}
          @click=${() => page.want({ [name]: choice })}
        >
          ${page.t(`by.${choice}`)}
        </button>`,
      )}
      <a class="action small" href="/api/v1${page.path}/report.csv?${file}" download>
        <span>CSV<span class="visually-hidden">: ${page.t(`${panel}.title`)}</span></span>
      </a>
    </div>
  </div>`;
}

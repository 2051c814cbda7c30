// One ticket on one page, to be printed: its life, and every call that passed it with its reason.

import { fault, head } from "/static/floor/frame.js";
import { createPage } from "/static/floor/page.js";
import { asMinutes, asTime, phrase } from "/static/floor/words.js";
import { get } from "/static/js/api.js";
import { followRevision } from "/static/js/revision.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";

const ticket = location.pathname.split("/").at(-1);
const root = document.getElementById("page");
const page = createPage("/static/audit", draw, { found: null });

async function start() {
  await page.begin();
  followRevision(() => page.set({}));
  try {
    page.set({ found: await get(`/audit/tickets/${encodeURIComponent(ticket)}`), connected: true });
  } catch {
    page.set({ fault: "ticket" });
  }
}

function draw() {
  const { found } = page.state;
  if (page.state.fault) render(fault(page), root);
  else if (found) render(sheetOf(found), root);
  document.title = found
    ? `${found.ticket.number} – ${page.t("passing.title")}`
    : page.t("word.audit");
}

function sheetOf(found) {
  const { language } = page.state;
  const print = html`<button type="button" class="action primary" @click=${() => print_()}>
    ${page.t("passing.print")}
  </button>`;
  return html`${head(page, { title: page.t("word.audit"), actions: print })}
    <main class="main paper">
      <h2>${page.t("passing.heading", { number: found.ticket.number })}</h2>
      <p>
        ${phrase(found.office.name, language)} · ${phrase(found.branch.name, language)} ·
        ${phrase(found.services[found.ticket.service], language)}
      </p>
      <dl class="facts">
        ${fact("passing.issued", time(found.ticket.issued_at))}
        ${fact("passing.called", found.ticket.called_at ? time(found.ticket.called_at) : "–")}
        ${fact("word.class", className(found, found.ticket.class))}
        ${fact("passing.state", page.t(`state.${found.ticket.state}`))}
      </dl>
      <section class="panel">
        <h2>${page.t("passing.title")}</h2>
        <p class="note">${page.t("passing.lead", { count: found.passed_by.length })}</p>
        ${found.passed_by.length ? calls(found) : nothing}
      </section>
      <section class="panel">
        <h2>${page.t("passing.life")}</h2>
        ${life(found)}
      </section>
      <p class="note">${page.t("passing.made", { time: time(found.now) })}</p>
    </main>`;
}

function print_() {
  window.print();
}

function fact(key, value) {
  return html`<div>
    <dt>${page.t(key)}</dt>
    <dd>${value}</dd>
  </div>`;
}

function time(moment) {
  return asTime(moment, page.state.language, page.state.found.branch.time_zone);
}

function className(found, id) {
  return id ? phrase(found.classes[id] ?? { pl: id }, page.state.language) : "";
}

function calls(found) {
  return html`<table class="stacks">
    <thead>
      <tr>
        ${["at", "number", "counter", "because"].map((name) => html`<th scope="col">${page.t(`passing.${name}`)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${found.passed_by.map(
        (call) => html`<tr>
          <td class="at">${time(call.at)}</td>
          <th scope="row">
            ${call.number}
            <span class="note">${phrase(found.services[call.service], page.state.language)}</span>
          </th>
          <td>${found.counters[call.counter] ?? call.counter ?? "–"}</td>
          <td>${because(found, call)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Why that one: in words, with the figures that decided. */
function because(found, call) {
  const late = (seconds) =>
    page.t(seconds >= 0 ? "passing.late" : "passing.early", {
      time: asMinutes(page.t, seconds),
    });
  return html`${page.t(`because.${call.because}`, { class: "" })}
    ${call.because === "class" ? html`<b>${className(found, call.class)}</b>` : nothing}
    ${
      call.late_seconds === null || call.late_seconds === undefined
        ? nothing
        : html`<span class="note"
            >${page.t("passing.figures", { number: call.number })} ${late(call.late_seconds)}${
              call.weight === 1 ? "" : `, ${page.t("passing.weight", { weight: call.weight })}`
            }${
              call.own
                ? html`; ${page.t("passing.figures", { number: found.ticket.number })}
                    ${late(call.own.late_seconds)}`
                : nothing
            }</span
          >`
    }
    ${call.reason ? html`<span class="note">${page.t("entry.reason")}: ${call.reason}</span>` : nothing}
    ${call.undone ? html`<span class="note">${page.t("passing.undone")}</span>` : nothing}`;
}

function life(found) {
  return html`<table class="stacks">
    <tbody>
      ${found.events
        .filter(({ kind }) => !kind.startsWith("slip_"))
        .map(
          (event) => html`<tr>
            <td class="at">${time(event.at)}</td>
            <th scope="row">${eventWords(event.kind)}</th>
            <td>${event.counter ? `${page.t("word.counter")} ${found.counters[event.counter] ?? event.counter}` : nothing}</td>
            <td>${event.clerk ?? ""}</td>
            <td>${event.reason ?? ""}</td>
          </tr>`,
        )}
    </tbody>
  </table>`;
}

/** What happened; what this page has no words for is told by its name. */
function eventWords(kind) {
  try {
    return page.t(`event.${kind}`);
  } catch {
    return page.t("event.other", { kind });
  }
}

start();

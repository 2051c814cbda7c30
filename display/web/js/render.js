// The hall display as a function of what is known: the server's state, what is shown, the time, the connection.

import { html } from "/static/vendor/lit-html.js";
import { ageSeconds, keyOf } from "./calls.js";
import { date, timeOfDay } from "./clock.js";
import { arrow, information, lostServer, sound, warning } from "./icons.js";
import { directions, inTurn, kindOfCounter, named, turnNumber } from "./languages.js";
import { suspendedScreen, suspendedServices, trainingSign } from "./suspended.js";

/** What a page says before it knows its languages. */
export const ALL_LANGUAGES = ["pl", "en", "uk", "ru"];
/** A call is marked as new for so long, while its visitor has not come. */
const NEW_SECONDS = 60;
/** A branch that closed still shows its last calls for so long. */
const CLOSING_SECONDS = 120;
/** In the list a counter's label longer than this stands above its directions, not beside them. */
const LETTERS_BESIDE = 2;

/** `model` is {state, shown, texts, languages, nowMs, away, blocked, media, still}; `media` an element or null. */
export function page(model) {
  const { state, languages, nowMs } = model;
  const language = inTurn(languages, nowMs);
  const fire = state.suspended?.fire;
  return html`
    ${top(model, language)}
    ${state.suspended ? suspendedScreen(model, language) : isClosed(state, nowMs) ? closed(model, language) : hall(model, language)}
    ${suspendedServices(model, language)} ${fire ? "" : message(model)}
    ${model.blocked && state.display.voice && !fire ? start(model, language) : ""}
  `;
}

/** Whether the screen says nothing but that the branch is closed. */
export function isClosed(state, nowMs) {
  return (
    state.open === false &&
    !state.calls.some((call) => call.active || ageSeconds(call, nowMs) < CLOSING_SECONDS)
  );
}

function top({ state, texts, nowMs, away }, language) {
  const { office, branch } = state;
  return html`<header class="top">
    ${office.logo ? html`<img class="logo" src=${office.logo} alt="">` : ""}
    <h1 class="where" data-fit="block"><b>${named(office.name, language)}</b> ${named(branch.name, language)}</h1>
    ${trainingSign({ state, texts }, language)}
    <p class="away" role="status">${away ? html`${lostServer} ${texts.word(language, "away")}` : ""}</p>
    <p class="today" lang=${language}>${date(nowMs, branch.time_zone, language)}</p>
    <p class="clock"><time>${timeOfDay(nowMs, branch.time_zone, language)}</time></p>
  </header>`;
}

function hall(model, language) {
  const { state, shown } = model;
  const byKey = new Map(state.calls.map((call) => [keyOf(call), call]));
  const large = byKey.get(shown.large);
  if (!large) return nobody(model, language);
  const { media } = model;
  const listed = shown.page.map((key) => byKey.get(key)).filter(Boolean);
  return html`<main class="hall" ?data-media=${Boolean(media)}>
    ${newest(model, large)}
    <section
      class="last"
      data-columns=${shown.columns}
      aria-label=${model.texts.text(language, "last_calls")}
      lang=${language}
    >
      ${listed.length > 0 ? heads(model, language) : ""}
      <ol class="rows">${listed.map((call) => row(model, call, language))}</ol>
    </section>
    ${media ?? ""}
  </main>`;
}

function heads(model, language) {
  return html`<div class="heads">
    <h2>${model.texts.word(language, "word.number")}</h2>
    <h2>${model.texts.word(language, "word.counter")}</h2>
    ${model.shown.pages > 1 ? dots(model, language) : ""}
  </div>`;
}

/** The large call: in its visitor's language first, then in the screen's in turn. */
function newest({ shown, texts, languages, nowMs }, call) {
  const first = turnNumber(nowMs, shown.sinceMs) === 0 && texts.has(call.languages[0]);
  const language = first ? call.languages[0] : inTurn(languages, nowMs);
  const way = directions(call.directions, language);
  const beat = shown.turns % 2 ? "odd" : "even";
  return html`<section class="large" role="status" data-beat=${beat} ?data-new=${isNew(call, nowMs)}>
    <p class="caption">${texts.word(language, "word.number")}</p>
    <p class="number" data-fit>${call.number}</p>
    <div class="to">
      <p class="label" data-fit>${call.counter_label}</p>
      <div class="way" data-fit="block">
        ${way.arrow ? arrow(way.arrow) : ""}
        <p class="caption">${counterWord(texts, call, language)}</p>
        <p class="directions">${way.words}</p>
      </div>
    </div>
  </section>`;
}

function counterWord(texts, call, language) {
  return (
    kindOfCounter(call.counter_name, call.counter_label, language) ||
    texts.word(language, "word.counter")
  );
}

function row({ shown, nowMs }, call, language) {
  const way = directions(call.directions, language);
  return html`<li class="row" ?data-new=${isNew(call, nowMs) || !shown.had.includes(keyOf(call))}>
    <p class="number" data-fit>${call.number}</p>
    <div class="to" ?data-stacked=${call.counter_label.length > LETTERS_BESIDE}>
      <p class="label" data-fit>${call.counter_label}</p>
      <p class="directions" data-fit="block">${way.words}${way.arrow ? html`&nbsp;${arrow(way.arrow)}` : ""}</p>
    </div>
  </li>`;
}

function isNew(call, nowMs) {
  return call.active && ageSeconds(call, nowMs) < NEW_SECONDS;
}

function dots({ shown, texts }, language) {
  const label = texts.text(language, "page", { page: shown.pageIndex + 1, pages: shown.pages });
  const places = Array.from({ length: shown.pages }, (_, place) => place);
  return html`<p class="dots" role="img" aria-label=${label}>
    ${places.map((place) => html`<i ?data-here=${place === shown.pageIndex}></i>`)}
  </p>`;
}

function nobody({ texts, media }, language) {
  const notice = html`<h2>${texts.word(language, "nobody_called")}</h2>
    <p>${texts.word(language, "nobody_called_hint")}</p>`;
  if (!media) return html`<main class="notice">${notice}</main>`;
  return html`<main class="hall" data-media>
    <div class="notice">${notice}</div>
    ${media}
  </main>`;
}

/** Closed: why, in the office's own words where it has some, and when it opens. */
function closed({ state, texts }, language) {
  const says = named(state.says, language);
  const opens = named(state.opens_at, language);
  const inBreak = state.reason === "break";
  const today = ["day_off", "not_today"].includes(state.reason);
  const heading = texts.word(language, inBreak ? "break" : today ? "closed_today" : "closed");
  return html`<main class="notice">
    <h2>${inBreak ? says || heading : heading}</h2>
    ${inBreak ? html`<p>${state.break}</p>` : says ? html`<p>${says}</p>` : ""}
    ${opens ? html`<p>${texts.word(language, "opens")} ${opens}</p>` : ""}
  </main>`;
}

/**
 * One message at a time, each in every language of the display; while any is urgent, only the urgent ones. Where one of
 * them is to run, all run by in a row, unless the device asks for less motion.
 */
function message({ state, texts, languages, nowMs, still }) {
  const urgent = state.messages.filter((one) => one.urgent);
  const told = urgent.length > 0 ? urgent : state.messages;
  if (told.length === 0) return "";
  const language = inTurn(languages, nowMs);
  const one = told[Math.floor(turnNumber(nowMs) / languages.length) % told.length];
  const runs = !still && told.some((any) => any.running);
  return html`<aside class="message" aria-label=${texts.text(language, "messages")} ?data-urgent=${one.urgent}>
    ${one.urgent ? html`${warning}<b>${texts.word(language, "urgent")}</b>` : information}
    ${runs ? running(told, languages) : html`<p data-fit="block">${named(one.text, language)}</p>`}
  </aside>`;
}

function running(messages, languages) {
  const texts = messages.flatMap(({ text }) => languages.map((language) => named(text, language)));
  return html`<p class="running"><span class="run">${texts.map((text) => html`<span class="one">${text}</span>`)}</span></p>`;
}

function start({ texts }, language) {
  return html`<button class="start" type="button">${sound} ${texts.word(language, "start_sound")}</button>`;
}

/** Before the first state, or when there is none to be had. */
export function waiting(texts, problem) {
  const lines = ALL_LANGUAGES.map(
    (language) => html`<p>${texts.word(language, problem ? "unknown_screen" : "connecting")}</p>`,
  );
  return html`<main class="notice"><h1>Okienko</h1>${lines}${problem ? html`<p lang="en">${problem.detail}</p>` : ""}</main>`;
}

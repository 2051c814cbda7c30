// The counter board as a function of what is known: the counter's state, the time, the connection.

import { html } from "/static/vendor/lit-html.js";
import { lostServer } from "./icons.js";
import { inTurn, kindOfCounter } from "./languages.js";
import { suspendedScreen, trainingSign } from "./suspended.js";

/** `model` is {state, texts, languages, nowMs, sinceMs, turns, away}. */
export function board(model) {
  const { state, texts, languages, nowMs, sinceMs, turns, away } = model;
  const language = inTurn(languages, nowMs, sinceMs);
  if (state.suspended?.fire) return suspendedScreen(model, language);
  const standing = standingOf(state);
  const beat = turns % 2 ? "odd" : "even";
  const kind =
    kindOfCounter(state.name, state.label, language) || texts.word(language, "word.counter");
  return html`<main class="board" data-standing=${standing} data-beat=${beat} ?data-new=${standing === "called"}>
    <h1 class="counter">
      <span class="kind" data-fit="block">${kind}</span>
      <b data-fit>${state.label}</b></h1>
    <div class="content" role="status">
      ${
        state.number
          ? html`<p class="number" data-fit>${state.number}</p>`
          : html`<p class="standing" data-fit="block">${texts.word(language, `counter.${standing}`)}</p>`
      }
    </div>
    ${trainingSign(model, language)}
    ${away ? html`<p class="away" role="alert">${lostServer} ${texts.word(language, "away")}</p>` : ""}
  </main>`;
}

/** closed, paused, open (nobody at it), called, or serving. */
export function standingOf(state) {
  if (state.number) return state.active ? "called" : "serving";
  if (!state.open || state.suspended) return "closed";
  return state.paused ? "paused" : "open";
}

// What the voice's test page shows: a pure function of the call that is tried and what was said.

import { autonym } from "/static/js/languages.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const CHIMES = ["falling", "rising", "single", ""];

export function page(local, does) {
  const { t } = local;
  return html`
    <header>
      <p class="brand"><a href="/"><img src="/static/icon.svg" alt="" width="40" height="40">Okienko</a></p>
      <nav aria-label=${t("word.language")}>
        ${local.languages.map(
          (id) =>
            html`<button lang=${id} aria-pressed=${String(id === local.language)} @click=${() => does.choose(id)}>${autonym(id)}</button>`,
        )}
      </nav>
    </header>
    <main>
      <h1>${t("title")}</h1>
      <p>${t("intro")}</p>
      ${form(local, does)}
      <p class="state" role="status">${local.state === "failed" ? `${t("failed")} ${local.problem}` : t(local.state)}</p>
      ${local.said.length ? said(local) : nothing}
    </main>
  `;
}

function form({ t, call, languages }, { change, play }) {
  const pressed = (event) => {
    event.preventDefault();
    play();
  };
  const spoken = (id, on) => (on ? [...call.spoken, id] : call.spoken.filter((one) => one !== id));
  return html`<form @submit=${pressed}>
    <label>${t("word.number")}
      <input name="number" required maxlength="12" autocomplete="off" .value=${call.number}
        @input=${(event) => change({ number: event.target.value })}></label>
    <label>${t("word.counter")}
      <input name="counter" required maxlength="12" autocomplete="off" .value=${call.counter}
        @input=${(event) => change({ counter: event.target.value })}></label>
    <label>${t("chime")}
      <select name="chime" @change=${(event) => change({ chime: event.target.value })}>
        ${CHIMES.map((kind) => html`<option value=${kind} ?selected=${kind === call.chime}>${t(`chime.${kind || "none"}`)}</option>`)}
      </select></label>
    <fieldset>
      <legend>${t("spoken")}</legend>
      ${languages.map(
        (
          id,
        ) => html`<label lang=${id}><input type="checkbox" name=${id} .checked=${call.spoken.includes(id)}
          @change=${(event) => change({ spoken: spoken(id, event.target.checked) })}>${autonym(id)}</label>`,
      )}
    </fieldset>
    <label class="short"><input type="checkbox" name="short" .checked=${call.short}
      @change=${(event) => change({ short: event.target.checked })}>${t("short")}</label>
    <button class="play" ?disabled=${call.spoken.length === 0}>${t("play")}</button>
  </form>`;
}

function said({ t, said: sentences }) {
  return html`<ol class="said" aria-label=${t("said")}>
    ${sentences.map(
      ({ language, text, engine, parts }) => html`<li>
        <p class="sentence" lang=${language}>${text}</p>
        <ul aria-label=${t("parts")}>
          ${parts.map(
            (part) => html`<li class=${part.clip ? "clip" : "made"}>
              <span lang=${language}>${part.text}</span>
              <small>${part.clip ? t("clip") : t(`engine.${engine}`)}</small>
            </li>`,
          )}
        </ul>
      </li>`,
    )}
  </ol>`;
}

// People helped without a ticket: one tap counts one, and a mis-tap is taken back.

import { command } from "/static/floor/page.js";
import { phrase, plain } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { keep } from "./kept.js";

const CHANNELS = ["desk", "phone", "mail"];
const UNDO_SECONDS = 55;

export function tally(page) {
  const { view, language, channel, spoken, pending, connected } = page.state;
  const total = Object.values(view.contacts).reduce((sum, count) => sum + count, 0);
  return html`<section class="panel" aria-labelledby="tally-title">
    <h2 id="tally-title">${page.t("tally.title")} <span class="chip">${total}</span></h2>
    <fieldset class="segments">
      <legend class="visually-hidden">${page.t("word.channel")}</legend>
      ${CHANNELS.map(
        (id) => html`<label class="segment">
          <input
            type="radio"
            name="channel"
            value=${id}
            .checked=${channel === id}
            @change=${() => keep(page, { channel: id })}
          />
          <span>${page.t(`tally.${id}`)}</span>
        </label>`,
      )}
    </fieldset>
    <label class="field">
      <span>${page.t("word.language")}</span>
      <select name="spoken" @change=${(event) => keep(page, { spoken: event.target.value })}>
        <option value="" ?selected=${!spoken}>${page.t("tally.any_language")}</option>
        ${view.languages.map(({ id, name }) => html`<option value=${id} lang=${id} ?selected=${id === spoken}>${name}</option>`)}
      </select>
    </label>
    <div class="topics">
      ${view.topics.map(
        (topic) => html`<button
          type="button"
          class="action topic"
          data-topic=${topic.id}
          ?disabled=${!connected || Boolean(pending)}
          @click=${() => count(page, topic)}
        >
          <span>${phrase(topic.name, language)}</span>
          <span class="chip">${view.contacts[topic.id] ?? 0}</span>
        </button>`,
      )}
    </div>
    <div role="status">${lastCounted(page)}</div>
  </section>`;
}

async function count(page, topic) {
  const { channel, spoken: language } = page.state;
  const answer = await command(page, `${page.path}/contacts`, {
    topic: topic.id,
    channel,
    language,
  });
  if (answer) page.set({ counted: { id: answer.id, topic, at: Date.now() } });
}

function lastCounted(page) {
  const { counted, language } = page.state;
  if (!counted || Date.now() - counted.at > UNDO_SECONDS * 1000) return nothing;
  const undo = async () => {
    const path = `${page.path}/contacts/${counted.id}/undo`;
    if (await command(page, path, {}, page.t("tally.undone"))) page.set({ counted: null });
  };
  return html`<p class="line">
    <span class="line-text">${page.t("tally.counted", { topic: plain(counted.topic.name, language) })}</span>
    <button type="button" class="action small" data-action="undo" @click=${undo}>
      ${page.t("verb.undo")}
    </button>
  </p>`;
}

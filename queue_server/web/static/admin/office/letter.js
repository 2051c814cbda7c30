// A letter as it would be sent, below its form: of what was saved last, in the language that is being written.

import { get } from "/static/js/api.js";
import { autonym } from "/static/js/languages.js";
import { html, nothing } from "/static/vendor/lit-html.js";

/** By letter: what was asked for last, and what was answered. */
const answers = new Map();
/** By letter: whether somebody has opened or closed it. */
const looked = new Map();

export function letterPreview(editor, { path, value }) {
  const letter = path.at(-1);
  const language = languageOf(editor);
  const open = looked.get(letter) ?? Boolean(value);
  const look = ({ target }) => {
    looked.set(letter, target.open);
    editor.draw();
  };
  return html`<details class="letter" ?open=${open} @toggle=${look}>
    <summary>${editor.t("edit.preview_of", { name: autonym(language) })}</summary>
    ${open ? shown(editor, letter, language) : nothing}
  </details>`;
}

/** The language of the field that was written in last, else the reader's. */
function languageOf({ local, language, languages }) {
  return [local.writing, language].find((one) => languages.includes(one)) ?? languages[0];
}

function shown(editor, letter, language) {
  if (editor.draft.about.faults.length > 0)
    return html`<p class="hint">${editor.t("edit.faults_first")}</p>`;
  const { written, refusal } = answerOf(editor, letter, language);
  if (refusal) return html`<p class="hint">${editor.frame.refusal(refusal)}</p>`;
  if (!written) return nothing;
  return html`<div class="written" lang=${language}>
    <b>${written.subject}</b>
    <p>${written.body}</p>
  </div>`;
}

/** The letter of this edition, asked for when it is first needed; meanwhile that of the one before. */
function answerOf(editor, letter, language) {
  const asked = `${editor.draft.about.edition} ${language}`;
  const last = answers.get(letter);
  if (last?.asked !== asked) {
    answers.set(letter, { asked, written: last?.written });
    load(editor, letter, language, asked);
  }
  return answers.get(letter);
}

async function load(editor, letter, language, asked) {
  const answer = { asked };
  try {
    answer.written = await get(
      `/office/drafts/${editor.draft.id}/letters/${letter}?language=${language}`,
    );
  } catch (refusal) {
    answer.refusal = refusal;
  }
  if (answers.get(letter).asked !== asked) return;
  answers.set(letter, answer);
  editor.draw();
}

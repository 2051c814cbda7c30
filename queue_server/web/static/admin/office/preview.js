// Screens as they would be under the draft: the very pages, which only look and change nothing.

import { html, nothing } from "/static/vendor/lit-html.js";
import { nameOf } from "./words.js";

/** What can be looked at: kind, the branch's list of it, and how its page is shaped. */
const KINDS = [
  { kind: "kiosk", list: "kiosks", shape: "tall" },
  { kind: "display", list: "displays", shape: "wide" },
  { kind: "board", list: "counters", shape: "wide" },
  { kind: "slip", list: "services", shape: "slip" },
];

export function preview(editor) {
  const { t, draft, local } = editor;
  const { faults, edition } = draft.about;
  const screens = everything(editor);
  const chosen = screens.find(({ id }) => id === local.preview) ?? screens[0];
  return html`<h1 id="page-title" tabindex="-1">${t("edit.preview")}</h1>
    ${faults.length > 0 ? html`<p>${t("edit.faults_first")}</p>` : nothing}
    ${screens.length === 0 ? html`<p>${t("edit.nothing_to_preview")}</p>` : nothing}
    ${
      faults.length === 0 && chosen
        ? html`<section class="card preview">
            <label for="previewed">${t("edit.previewed")}</label>
            <select id="previewed" @change=${(event) => editor.set({ preview: event.target.value })}>
              ${KINDS.map(({ kind }) => options(editor, kind, screens, chosen))}
            </select>
            ${shown(editor, chosen, edition)}
          </section>`
        : nothing
    }`;
}

function options(editor, kind, screens, chosen) {
  const own = screens.filter((screen) => screen.kind === kind);
  if (own.length === 0) return nothing;
  return html`<optgroup label=${editor.t(`word.${kind}`)}>
    ${own.map((screen) => html`<option value=${screen.id} .selected=${screen === chosen}>${screen.name}</option>`)}
  </optgroup>`;
}

function everything(editor) {
  const { branches = [] } = editor.draft.document;
  return branches.flatMap((branch) =>
    KINDS.flatMap(({ kind, list, shape }) =>
      (branch[list] ?? []).map((part) => ({
        kind,
        shape,
        branch: branch.id,
        part: part.id,
        id: `${kind}/${branch.id}/${part.id}`,
        name: [
          branches.length > 1 ? nameOf(branch, editor.language) : null,
          nameOf(part, editor.language),
        ]
          .filter(Boolean)
          .join(" · "),
      })),
    ),
  );
}

function shown(editor, { kind, branch, part, shape, name }, edition) {
  const { draft, t, language } = editor;
  if (kind === "slip") {
    const address = `/api/v1/office/drafts/${draft.id}/slips/${branch}/${part}.png?edition=${edition}&language=${editor.languages.includes(language) ? language : editor.languages[0]}`;
    return html`<img class="slip" src=${address} alt=${t("edit.preview_of", { name })}>`;
  }
  return html`<div class="screen ${shape}">
    <iframe title=${t("edit.preview_of", { name })} src=${`/${kind}/${branch}/${part}?draft=${draft.id}&edition=${edition}`}></iframe>
  </div>`;
}

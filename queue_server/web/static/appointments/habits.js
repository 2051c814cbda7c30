// What hints that somebody hoards places: counts by contact and address; nobody is named.

import { html } from "/static/vendor/lit-html.js";
import { momentWords } from "./times.js";

const COUNTS = ["held", "open", "cancelled", "no_shows", "lapsed"];

export function habits(page) {
  const found = page.state.habits ?? [];
  return html`<section class="panel" aria-labelledby="habits-title">
    <h2 id="habits-title">${page.t("habits.title")}</h2>
    <p class="note">${page.t("habits.lead")}</p>
    ${found.length ? table(page, found) : html`<p>${page.t("habits.none")}</p>`}
  </section>`;
}

function table(page, found) {
  const { view, language } = page.state;
  return html`<table class="visits" data-habits>
    <thead>
      <tr>
        <th scope="col">${page.t("habits.kind")}</th>
        ${COUNTS.map((name) => html`<th scope="col">${page.t(`habits.${name}`)}</th>`)}
        <th scope="col">${page.t("habits.last")}</th>
      </tr>
    </thead>
    <tbody>
      ${found.map(
        (habit) => html`<tr>
          <th scope="row">${page.t(`habits.kind.${habit.kind}`)}</th>
          ${COUNTS.map((name) => html`<td>${habit[name]}</td>`)}
          <td>${momentWords(habit.last_at, language, view.time_zone)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

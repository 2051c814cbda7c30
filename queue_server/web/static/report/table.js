// A table of figures: one row for each time, service, hour or clerk.

import { html } from "/static/vendor/lit-html.js";
import { minutesAlone, share } from "./figures.js";

const number = (name) => (row) => row[name];
const inMinutes = (name) => (row, language) => minutesAlone(language, row[name]);
const asShare = (name) => (row, language) => share(language, row[name]);

const COLUMNS = {
  tickets: number("tickets"),
  served: number("served"),
  no_shows: number("no_shows"),
  gave_up: number("gave_up"),
  wait_median: inMinutes("wait_median_minutes"),
  wait_p90: inMinutes("wait_p90_minutes"),
  within_target: asShare("within_target"),
  handling: inMinutes("handling_mean_minutes"),
  appointments: number("appointments"),
  on_time: asShare("on_time"),
};

/** `rows` told apart by `by`; `nameOf(row)` is what a row is called. */
export function table(page, panel, by, rows, nameOf) {
  const { language } = page.state;
  const columns = Object.entries(COLUMNS);
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="${panel}-title">
    <table aria-labelledby="${panel}-title">
      <thead>
        <tr>
          <th scope="col">${page.t(`by.${by}`)}</th>
          ${columns.map(([name]) => html`<th scope="col" class="number">${page.t(`column.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr data-key=${row.key}>
            <th scope="row">${nameOf(row)}</th>
            ${columns.map(([, shown]) => html`<td class="number">${shown(row, language)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

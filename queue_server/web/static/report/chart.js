// Waiting over time: the median and what nine in ten do not exceed, as two lines. The table says the same.

import { html, nothing, svg } from "/static/vendor/lit-html.js";
import { timeShort } from "./figures.js";

const LINES = { wait_p90: "wait_p90_minutes", wait_median: "wait_median_minutes" };
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];
const MOST_LABELS = 6;

export function chart(page, rows) {
  const { language } = page.state;
  const most = Math.max(0, ...rows.map((row) => row.wait_p90_minutes ?? 0));
  if (!rows.some((row) => row.wait_median_minutes !== null)) return nothing;
  const step = STEPS.find((minutes) => most / minutes <= 4) ?? 24 * 60;
  const top = step * Math.max(1, Math.ceil(most / step));
  const levels = Array.from({ length: top / step + 1 }, (_, index) => index * step);
  const x = (index) => (rows.length === 1 ? 50 : (index / (rows.length - 1)) * 100);
  const y = (minutes) => 100 - (minutes / top) * 100;
  return html`<figure class="chart">
    <figcaption>
      ${Object.keys(LINES).map(
        (name) =>
          html`<span class="key"><i data-line=${name} aria-hidden="true"></i>${page.t(`column.${name}`)}</span>`,
      )}
    </figcaption>
    <svg class="plot" role="img" aria-label=${page.t("chart.label")}>
      ${levels.map((minutes) => level(minutes, y(minutes)))}
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        ${Object.entries(LINES).map(
          ([name, field]) =>
            svg`<path data-line=${name} d=${line(rows, field, x, y)} /><path class="dots" data-line=${name} d=${dots(rows, field, x, y)} />`,
        )}
      </svg>
      ${labelled(rows).map(
        (index) =>
          svg`<text class="when" x="${x(index)}%" y="100%" dy="1.5em">${timeShort(language, rows[index].key)}</text>`,
      )}
    </svg>
  </figure>`;
}

/** A line across at so many minutes, and their number before it. */
function level(minutes, y) {
  return svg`<line x2="100%" y1="${y}%" y2="${y}%" /><text class="level" y="${y}%" dx="-0.75em" dy="0.35em">${minutes}</text>`;
}

/** A line through what is known, broken where nothing is. */
function line(rows, field, x, y) {
  let drawing = false;
  return rows
    .map((row, index) => {
      if (row[field] === null) {
        drawing = false;
        return "";
      }
      const to = `${drawing ? "L" : "M"}${x(index)} ${y(row[field])}`;
      drawing = true;
      return to;
    })
    .join("");
}

/** A dot at each: lines without a length, which stay round however the chart is stretched. */
function dots(rows, field, x, y) {
  return rows
    .map((row, index) => (row[field] === null ? "" : `M${x(index)} ${y(row[field])}h0`))
    .join("");
}

/** Which of the times are named below the chart: evenly apart, the first and the last among them. */
function labelled(rows) {
  const last = rows.length - 1;
  const count = Math.min(rows.length, MOST_LABELS);
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, index) => Math.round((index * last) / (count - 1)));
}

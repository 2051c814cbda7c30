// Hours of a week: intervals of each day, or none for a closed one.

import { html, nothing } from "/static/vendor/lit-html.js";
import { faultsOf, group } from "../fields.js";
import { choiceOf } from "../words.js";
import { times } from "./choices.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const USUAL = "08:00-16:00";

export function hours(editor, one) {
  const { id, path, about, value, set } = one;
  const there = value !== null && value !== undefined;
  const week = () => Object.fromEntries(DAYS.map((day, at) => [day, at < 5 ? [USUAL] : []]));
  const own = about.optional
    ? html`<label class="check"
        ><input type="checkbox" id=${`${id}-there`} .checked=${there} @change=${(event) => set(event.target.checked ? week() : null)}>
        ${editor.t("edit.own_hours")}</label
      >`
    : nothing;
  const days = there
    ? html`<div class="week">${DAYS.map((day) => oneDay(editor, [...path, day], value[day] ?? []))}</div>
        <p>
          <button type="button" class="small" @click=${() => set({ ...value, ...workdays(value.mon ?? []) })}>
            ${editor.t("edit.as_monday")}
          </button>
        </p>`
    : nothing;
  return group(editor, one, html`${own}${days}`, "part");
}

function workdays(monday) {
  return Object.fromEntries(DAYS.slice(1, 5).map((day) => [day, [...monday]]));
}

function oneDay(editor, path, intervals) {
  const day = path.at(-1);
  const id = `${path.slice(0, -1).join(".")}.${day}`;
  const faults = editor.faultsAt(path);
  return html`<div class="day" role="group" aria-labelledby=${`${id}-day`}>
    <span id=${`${id}-day`} class="day-name">${choiceOf(editor.t, day, "day")}</span>
    ${intervals.length === 0 ? html`<span class="hint">${editor.t("edit.closed")}</span>` : nothing}
    ${someIntervals(editor, path, intervals)} ${faultsOf(id, faults)}
  </div>`;
}

/** Intervals of one day, each with its two times. */
export function someIntervals(editor, path, intervals) {
  const set = (changed) => editor.draft.set(path, changed);
  return html`<span class="intervals">
    ${intervals.map(
      (text, at) =>
        html`<span class="beside">
          ${times(editor, nothing, text, (changed) => set(intervals.with(at, changed)))}
          <button type="button" class="small quiet" aria-label=${editor.t("edit.remove_interval", { interval: text })} @click=${() => set(intervals.toSpliced(at, 1))}>✕</button>
          ${editor.faultsAt([...path, at]).map((fault) => html`<span class="faults">${fault}</span>`)}
        </span>`,
    )}
    <button type="button" class="small" @click=${() => set([...intervals, following(intervals)])}>${editor.t("edit.add_interval")}</button>
  </span>`;
}

function following(intervals) {
  const last = intervals.at(-1)?.split("-")[1];
  if (!last) return USUAL;
  const hour = Math.min(Number(last.slice(0, 2)) + 1, 22);
  return `${String(hour).padStart(2, "0")}:00-${String(hour + 1).padStart(2, "0")}:00`;
}

// Choosing a time: of a day, among those that are offered, or beyond them with a reason.

import { part } from "/static/floor/page.js";
import { textField } from "/static/floor/sheet.js";
import { asHour } from "/static/floor/words.js";
import { get } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { daysAfter, momentOf } from "./times.js";

const OTHER = "other";

/** A day, its times, and for one that is full or not offered its reason. */
export function timeFields(page, form) {
  askForTimes(page, form);
  const { times } = form;
  return html`<label class="field">
      <span>${page.t("day")}</span>
      <input type="date" name="day" .value=${form.day} @change=${(event) => page.fill({ day: event.target.value, time: "" })} />
    </label>
    <label class="field">
      <span>${page.t("word.slot")}</span>
      <select name="time" @change=${(event) => page.fill({ time: event.target.value })}>
        <option value="" ?selected=${!form.time}>${times ? page.t("time.choose") : page.t("list.loading")}</option>
        ${(times ?? []).map((slot) => option(page, slot, form))}
        <option value=${OTHER} ?selected=${form.time === OTHER}>${page.t("time.other")}</option>
      </select>
    </label>
    ${form.time === OTHER ? otherTime(page, form) : nothing}
    ${
      beyond(form)
        ? textField(page, { name: "over", label: page.t("time.over"), value: form.over })
        : nothing
    }`;
}

/** `{start, over?}` as the server takes it; null while something is missing. */
export function chosenTime(page, form) {
  if (!form.time) return null;
  const over = beyond(form) ? (form.over ?? "").trim() : undefined;
  if (over === "") return null;
  const zone = page.state.view.time_zone;
  const start = form.time === OTHER ? momentOf(form.day, form.clock, zone) : form.time;
  return start && { start, over };
}

function option(page, slot, form) {
  const { language, view } = page.state;
  const hour = asHour(slot.start, language, view.time_zone);
  const words = slot.free ? page.t("time.free", { count: slot.free }) : page.t("time.full");
  return html`<option value=${slot.start} ?selected=${slot.start === form.time}>${hour} · ${words}</option>`;
}

function otherTime(page, form) {
  return html`<label class="field">
    <span>${page.t("time.clock")}</span>
    <input type="time" name="clock" .value=${form.clock ?? ""} @change=${(event) => page.fill({ clock: event.target.value })} />
  </label>`;
}

/** Whether the chosen time has no place left, or is none of those offered. */
function beyond({ time, times }) {
  if (time === OTHER) return true;
  const slot = (times ?? []).find(({ start }) => start === time);
  return Boolean(slot) && !slot.free;
}

/** The times of the form's day are asked for whenever day, service or cases have changed. */
async function askForTimes(page, form) {
  const wanted = `${form.service} ${form.day} ${form.cases}`;
  if (form.asked === wanted || !form.day) return;
  form.asked = wanted;
  const zone = page.state.view.time_zone;
  const from = momentOf(form.day, "00:00", zone);
  const to = momentOf(daysAfter(form.day, 1), "00:00", zone);
  const query = `service=${part(form.service)}&from=${part(from)}&to=${part(to)}&cases=${form.cases}`;
  let times = [];
  try {
    times = await get(`${page.path}/slots?${query}`);
  } catch {
    // None is offered then; another time can still be said.
  }
  const { dialog } = page.state;
  if (dialog?.form.asked !== wanted) return;
  const { time } = dialog.form;
  const kept = time === OTHER || times.some(({ start }) => start === time);
  page.fill({ times, time: kept ? time : "" });
}

// Closing a day or an interval: look at what would become of its visits, close it, undo it in time.

import { command, LANGUAGES, part, refusalWords } from "/static/floor/page.js";
import { asTimer, nameOf, phrase, plainNameOf } from "/static/floor/words.js";
import { get } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { daysAfter, momentOf, momentWords, today } from "./times.js";

const MINUTES = ["5", "15", "30", "60", "120"];

export function moving(page) {
  return html`<div class="moving">
    ${wishForm(page)} ${page.state.proposed ? proposal(page) : nothing}
    ${page.state.closures.length ? closures(page) : nothing}
  </div>`;
}

function wishOf(page) {
  const day = daysAfter(today(page.state.view), 1);
  const empty = {
    day,
    from: "00:00",
    until: day,
    to: "23:59",
    service: "",
    minutes: "15",
    reason: {},
  };
  return page.state.wish ?? empty;
}

function fill(page, changes) {
  page.set({ wish: { ...wishOf(page), ...changes }, proposed: null });
}

/** Start and end of the wish; the last minute of a day is its end. */
function interval(page) {
  const { day, from, until, to } = wishOf(page);
  const zone = page.state.view.time_zone;
  const whole = to === "23:59";
  return {
    start: momentOf(day, from, zone),
    end: whole ? momentOf(daysAfter(until, 1), "00:00", zone) : momentOf(until, to, zone),
  };
}

function wishForm(page) {
  const { language, bookable } = page.state;
  const wish = wishOf(page);
  const { start, end } = interval(page);
  const ready = start && end && start < end;
  return html`<form class="panel" autocomplete="off" @submit=${(event) => preview(event, page)}>
    <h2>${page.t("moving.title")}</h2>
    <p class="note">${page.t("moving.lead")}</p>
    <div class="fields">
      ${input(page, "date", "day", page.t("moving.day"))} ${input(page, "time", "from", page.t("moving.from"))}
      ${input(page, "date", "until", page.t("moving.until"))} ${input(page, "time", "to", page.t("moving.to"))}
    </div>
    <label class="field">
      <span>${page.t("word.service")}</span>
      <select name="service" @change=${(event) => fill(page, { service: event.target.value })}>
        <option value="" ?selected=${!wish.service}>${page.t("services.all")}</option>
        ${bookable.map(
          ({ id }) =>
            html`<option value=${id} ?selected=${id === wish.service}>${plainNameOf(bookable, id, language)}</option>`,
        )}
      </select>
    </label>
    ${spoken(page).map(
      ({ id, name }) => html`<label class="field">
        <span>${page.t("field.reason")} · <span lang=${id}>${name}</span></span>
        <input
          type="text"
          name=${`reason_${id}`}
          lang=${id}
          maxlength="200"
          .value=${wish.reason[id] ?? ""}
          @input=${(event) => page.set({ wish: { ...wishOf(page), reason: { ...wishOf(page).reason, [id]: event.target.value } } })}
        />
      </label>`,
    )}
    <button class="action primary" ?disabled=${!ready || !page.state.connected}>${page.t("moving.preview")}</button>
  </form>`;
}

function input(page, type, name, label) {
  return html`<label class="field">
    <span>${label}</span>
    <input type=${type} name=${name} required .value=${wishOf(page)[name]} @change=${(event) => fill(page, { [name]: event.target.value })} />
  </label>`;
}

function spoken(page) {
  const office = new Set(page.state.view.office.languages);
  return LANGUAGES.filter(({ id }) => office.has(id));
}

async function preview(event, page) {
  event.preventDefault();
  const { start, end } = interval(page);
  const { service } = wishOf(page);
  const query = `start=${part(start)}&end=${part(end)}${service ? `&service=${part(service)}` : ""}`;
  try {
    page.set({ proposed: await get(`${page.path}/closures/preview?${query}`) });
  } catch (refusal) {
    page.say(refusalWords(page, refusal), "bad");
  }
}

function proposal(page) {
  const { proposed, pending, connected } = page.state;
  const wish = wishOf(page);
  const reason = Object.fromEntries(
    Object.entries(wish.reason)
      .map(([language, said]) => [language, said.trim()])
      .filter(([, said]) => said),
  );
  const said = Object.keys(reason).length > 0;
  return html`<section class="panel" aria-labelledby="proposal-title">
    <h2 id="proposal-title">${page.t("moving.proposal", { count: proposed.visits.length })}</h2>
    <p class="note">${page.t("moving.unchanged")}</p>
    ${visits(page, proposed.visits)}
    <label class="field narrow">
      <span>${page.t("moving.minutes")}</span>
      <select name="minutes" @change=${(event) => page.set({ wish: { ...wish, minutes: event.target.value } })}>
        ${MINUTES.map(
          (minutes) =>
            html`<option value=${minutes} ?selected=${minutes === wish.minutes}>${page.t("time.minutes", { minutes })}</option>`,
        )}
      </select>
    </label>
    ${said ? nothing : html`<p class="note">${page.t("moving.say_why")}</p>`}
    <button
      type="button"
      class="action danger"
      ?disabled=${!said || !connected || Boolean(pending)}
      @click=${() => close(page, reason)}
    >
      ${page.t("moving.close")}
    </button>
  </section>`;
}

async function close(page, reason) {
  const wish = wishOf(page);
  const body = { ...interval(page), service: wish.service, reason, minutes: Number(wish.minutes) };
  const closed = await command(page, `${page.path}/closures`, body, page.t("moving.said"));
  if (closed) page.set({ wish: null, proposed: null });
  page.refresh();
}

function closures(page) {
  return html`<section class="panel" aria-labelledby="closures-title">
    <div class="panel-head">
      <h2 id="closures-title">${page.t("closures.title")}</h2>
      <button type="button" class="action" @click=${() => print()}>${page.t("print")}</button>
    </div>
    ${page.state.closures.map((closure) => closureOf(page, closure))}
  </section>`;
}

function closureOf(page, closure) {
  const { language, view, bookable } = page.state;
  const words = (moment) => momentWords(moment, language, view.time_zone);
  const name = `closure-${closure.id}`;
  return html`<article class="closure" aria-labelledby=${name} data-state=${closure.state}>
    <h3 id=${name}>
      ${words(closure.start)} – ${words(closure.end)} ·
      ${closure.service ? nameOf(bookable, closure.service, language) : page.t("services.all")}
    </h3>
    <p>
      <span class="chip" data-kind=${closure.state === "waiting" ? "warn" : "good"}>${page.t(`closure.${closure.state}`)}</span>
      ${phrase(closure.reason, language)}
    </p>
    ${closure.state === "waiting" ? undoing(page, closure) : nothing}
    ${closure.state === "undone" ? nothing : visits(page, closure.visits)}
  </article>`;
}

function undoing(page, closure) {
  const seconds = Math.max(0, Math.ceil((Date.parse(closure.sends_at) - page.clock()) / 1000));
  const undo = async () => {
    const path = `${page.path}/closures/${closure.id}/undo`;
    await command(page, path, {}, page.t("closure.undo_said"));
    page.refresh();
  };
  return html`<p class="undoing">
    ${page.t("closure.sends", { time: asTimer(seconds) })}
    <button type="button" class="action" @click=${undo}>${page.t("verb.undo")}</button>
  </p>`;
}

/** Whom it concerns: those who have to be rung up first. */
function visits(page, all) {
  if (!all.length) return nothing;
  const { language, view, bookable } = page.state;
  const words = (moment) => momentWords(moment, language, view.time_zone);
  const untold = all.filter(({ told }) => !told);
  return html`${untold.length ? html`<p class="ring">${page.t("moving.ring", { count: untold.length })}</p>` : nothing}
    <div class="wide" tabindex="0" role="group" aria-label=${page.t("moving.visits")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${page.t("code")}</th>
            <th scope="col">${page.t("word.visitor")}</th>
            <th scope="col">${page.t("word.service")}</th>
            <th scope="col">${page.t("moving.before")}</th>
            <th scope="col">${page.t("moving.after")}</th>
            <th scope="col">${page.t("moving.told")}</th>
          </tr>
        </thead>
        <tbody>
          ${[...untold, ...all.filter(({ told }) => told)].map(
            (visit) => html`<tr>
              <th scope="row" class="code">${visit.code}</th>
              <td>${visit.contact.name ?? nothing} <span class="note">${visit.contact.phone ?? nothing}</span></td>
              <td>${nameOf(bookable, visit.service, language)}</td>
              <td>${words(visit.from)}</td>
              <td>${visit.to ? html`<b>${words(visit.to)}</b>` : page.t("moving.nowhere")}</td>
              <td>${page.t(`moving.${visit.told ?? "by_hand"}`)} <span class="note" lang=${visit.language}>${view.languages.find(({ id }) => id === visit.language)?.name}</span></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

// Issuing a ticket for someone at the desk, printed on the desk's own printer.

import { command } from "/static/floor/page.js";
import { asWait, nameOf, phrase, plain, plainNameOf } from "/static/floor/words.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { keep } from "./kept.js";

const MOST_CASES = 50;

export function issuing(page) {
  const { view, language, wish, pending, connected } = page.state;
  const ready = Boolean(wish.service) && connected && !pending;
  return html`<section class="panel issuing" aria-labelledby="issuing-title">
    <h2 id="issuing-title">${page.t("verb.take")}</h2>
    <form
      @submit=${(event) => {
        event.preventDefault();
        if (ready) issue(page);
      }}
    >
      <fieldset class="services" tabindex="0">
        <legend class="visually-hidden">${page.t("word.service")}</legend>
        ${view.services.map((service) => serviceChoice(page, service))}
      </fieldset>
      <div class="fields">
        ${list(
          page,
          "language",
          "word.language",
          view.languages.map(({ id, name }) => [id, name]),
        )}
        ${list(
          page,
          "class",
          "word.class",
          view.classes
            .filter(({ id }) => id !== "appointment")
            .map(({ id, name }) => [id, plain(name, language)]),
        )}
        ${casesField(page)} ${referenceField(page)}
      </div>
      ${needs(page)} ${printerField(page)}
      <button type="submit" class="action primary" ?disabled=${!ready} aria-busy=${pending ? "true" : "false"}>
        ${page.t(page.state.printer ? "issue.print" : "issue.submit")}
      </button>
    </form>
    <div role="status">${issued(page)}</div>
  </section>`;
}

function want(page, changes) {
  page.set({ wish: { ...page.state.wish, ...changes } });
}

function serviceChoice(page, service) {
  const { language, wish } = page.state;
  return html`<label class="service" data-service=${service.id}>
    <input
      type="radio"
      name="service"
      value=${service.id}
      .checked=${wish.service === service.id}
      ?disabled=${!service.open}
      @change=${() => want(page, { service: service.id })}
    />
    <span class="service-name">${phrase(service.name, language)}</span>
    <span class="note">
      ${service.open ? html`${service.waiting} · ${asWait(page.t, service.wait)}` : page.t("issue.closed")}
    </span>
  </label>`;
}

function list(page, name, label, options) {
  const chosen = page.state.wish[name] ?? options[0]?.[0];
  return html`<label class="field">
    <span>${page.t(label)}</span>
    <select name=${name} @change=${(event) => want(page, { [name]: event.target.value })}>
      ${options.map(([id, text]) => html`<option value=${id} .selected=${chosen === id}>${text}</option>`)}
    </select>
  </label>`;
}

function casesField(page) {
  return html`<label class="field">
    <span>${page.t("word.cases")}</span>
    <input
      type="number"
      name="cases"
      min="1"
      max=${MOST_CASES}
      .value=${page.state.wish.cases ?? "1"}
      @input=${(event) => want(page, { cases: event.target.value })}
    />
  </label>`;
}

function referenceField(page) {
  return html`<label class="field">
    <span>${page.t("word.reference")}</span>
    <input
      type="text"
      name="reference"
      maxlength="500"
      autocomplete="off"
      .value=${page.state.wish.reference ?? ""}
      @input=${(event) => want(page, { reference: event.target.value })}
    />
  </label>`;
}

function needs(page) {
  const { view, language, wish } = page.state;
  const chosen = wish.needs ?? [];
  if (!view.needs.length) return nothing;
  const toggle = (id) => () =>
    want(page, {
      needs: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id],
    });
  return html`<fieldset class="needs">
    <legend>${page.t("word.needs")}</legend>
    ${view.needs.map(
      ({ id, name }) => html`<label class="tick">
        <input type="checkbox" name="need" value=${id} .checked=${chosen.includes(id)} @change=${toggle(id)} />
        <span>${phrase(name, language)}</span>
      </label>`,
    )}
  </fieldset>`;
}

function printerField(page) {
  const { view, language, printer } = page.state;
  if (!view.printers.length) return nothing;
  const chosen = view.printers.find(({ id }) => id === printer);
  return html`<label class="field">
      <span>${page.t("issue.printer")}</span>
      <select name="printer" @change=${(event) => keep(page, { printer: event.target.value })}>
        <option value="" ?selected=${!printer}>${page.t("issue.no_printer")}</option>
        ${view.printers.map(({ id }) => html`<option value=${id} ?selected=${id === printer}>${plainNameOf(view.printers, id, language)}</option>`)}
      </select>
    </label>
    ${
      chosen && !chosen.ok
        ? html`<p class="chip" data-kind="bad">${page.t(`printer.${chosen.state}`)}</p>`
        : nothing
    }`;
}

async function issue(page) {
  const { wish, printer, view } = page.state;
  const precedence = wish.class && wish.class !== "walk_in" ? { class: wish.class } : {};
  const answer = await command(page, `${page.path}/tickets`, {
    service: wish.service,
    language: wish.language ?? view.languages[0].id,
    needs: wish.needs ?? [],
    cases: Math.max(1, Number(wish.cases ?? 1)),
    reference: wish.reference,
    printer,
    ...precedence,
  });
  if (answer) {
    page.set({ issued: answer, wish: {} });
    page.refresh(true);
  }
}

function issued(page) {
  const { issued: ticket, view, language } = page.state;
  if (!ticket) return nothing;
  return html`<p class="issued">
    <b class="issued-number">${ticket.number}</b>
    <span>
      ${nameOf(view.services, ticket.service, language)}<br />
      ${page.t("tickets.ahead", { count: ticket.ahead })} · ${asWait(page.t, ticket.wait)}<br />
      ${page.t(ticket.job ? "issue.prints" : "issue.told")}
    </span>
  </p>`;
}

// What the page for joining shows: pure functions of what can be joined and the page's own small state.

import { autonym } from "/static/js/languages.js";
import { say, waitMinutes } from "/static/js/texts.js";
import { waitWords } from "/static/js/waits.js";
import { html, nothing } from "/static/vendor/lit-html.js";

export function page(office, local, actions) {
  const { t } = local;
  return html`
    <header>
      ${owner(office, local)}
      <label class="languages">
        <span class="visually-hidden">${t("word.language")}</span>
        <select @change=${(event) => actions.speak(event.target.value)}>
          ${(office?.languages ?? []).map(
            ({ id }) =>
              html`<option value=${id} lang=${id} ?selected=${id === local.language}>${autonym(id)}</option>`,
          )}
        </select>
      </label>
    </header>
    <main>
      ${local.lost ? html`<p class="lost" role="alert">${t("lost")}</p>` : nothing}
      ${content(office, local, actions)}
    </main>
  `;
}

function content(office, local, actions) {
  const { t } = local;
  if (local.unknown) return html`<h1>${t("unknown")}</h1>`;
  if (!office) return html`<p role="status">${t("loading")}</p>`;
  const service = office.services.find(({ id }) => id === local.service);
  return service ? wish(office, service, local, actions) : choice(office, local, actions);
}

function owner(office, { language }) {
  if (!office) return html`<p class="office"><b>Okienko</b></p>`;
  const { name, logo } = office.office;
  return html`<p class="office">
    ${logo ? html`<img src=${logo} alt="">` : nothing}
    <span><b>${say(name, language)}</b><br>${say(office.branch.name, language)}</span>
  </p>`;
}

function choice({ services, training }, { t, language }, actions) {
  return html`
    <h1 tabindex="-1">${t("title")}</h1>
    <p>${t("intro")}</p>
    ${training ? html`<p class="training">${t("training")}</p>` : nothing}
    ${services.length ? nothing : html`<p>${t("nothing")}</p>`}
    <ul class="services">
      ${services.map(
        (service) => html`<li>
          <button ?disabled=${!service.open} @click=${() => actions.choose(service.id)}>
            <b>${say(service.name, language)}</b>
            <span class="channel">${t(`channel.${service.channel}`)}</span>
            <span>${service.open ? standing(service, t) : closed(service, t, language)}</span>
          </button>
        </li>`,
      )}
    </ul>
  `;
}

function standing({ waiting, wait }, t) {
  const minutes = waitMinutes(wait);
  const people = t("waiting", { count: waiting });
  return minutes ? `${people} · ${waitWords(t, minutes)}` : people;
}

function closed({ reason, says, opens_at: opens }, t, language) {
  if (reason === "remote_full") return t("fault.remote_full");
  if (reason === "limit_reached" || reason === "numbers_exhausted") return t("fault.limit");
  const words = [say(says, language) || t("closed")];
  if (opens) words.push(t("opens", { time: say(opens, language) }));
  return words.join(" · ");
}

function wish(office, service, local, actions) {
  const { t, language, fault, busy } = local;
  const cannot = !service.open;
  return html`
    <h1 tabindex="-1">${say(service.name, language)}</h1>
    <p class="channel">${t(`channel.${service.channel}`)} · ${cannot ? closed(service, t, language) : standing(service, t)}</p>
    <form novalidate @submit=${actions.join}>
      ${languageField(office, local, actions)}
      ${service.asks_phone ? phoneField(local, actions) : nothing}
      ${service.max_cases > 1 ? casesField(service, local, actions) : nothing}
      ${documents(service, local)}
      <p class="explained">${t(service.asks_phone ? "how.phone" : "how.video")}</p>
      ${fault && fault !== "fault.phone" ? html`<p id="fault" class="fault" role="alert" tabindex="-1">${t(fault)}</p>` : nothing}
      <button class="primary" ?disabled=${busy || cannot}>${t("join")}</button>
      <button type="button" @click=${actions.back}>${t("back")}</button>
    </form>
  `;
}

function languageField(office, { t, spoken, language }, actions) {
  return html`<label>
    <span>${t("spoken")}</span>
    <select @change=${(event) => actions.fill({ spoken: event.target.value })}>
      ${office.languages.map(
        ({ id }) =>
          html`<option value=${id} lang=${id} ?selected=${id === (spoken ?? language)}>${autonym(id)}</option>`,
      )}
    </select>
  </label>`;
}

function phoneField({ t, phone, fault }, actions) {
  const wrong = fault === "fault.phone";
  return html`<label>
    <span>${t("phone")}</span>
    <input id="phone" type="tel" autocomplete="tel" required maxlength="25" .value=${phone}
      aria-invalid=${String(wrong)} aria-describedby="phone-hint"
      @input=${(event) => actions.fill({ phone: event.target.value })}>
    <small id="phone-hint" class=${wrong ? "wrong" : ""}>${t(wrong ? "fault.phone" : "phone.hint")}</small>
  </label>`;
}

function casesField({ max_cases: most }, { t, cases }, actions) {
  return html`<label>
    <span>${t("cases")}</span>
    <input type="number" min="1" max=${most} .value=${String(cases)}
      @change=${(event) => actions.fill({ cases: Math.min(most, Math.max(1, Number(event.target.value) || 1)) })}>
  </label>`;
}

function documents({ documents: needed }, { t, language }) {
  if (!needed.length) return nothing;
  return html`<h2>${t("word.documents")}</h2>
    <ul>${needed.map((text) => html`<li>${say(text, language)}</li>`)}</ul>`;
}

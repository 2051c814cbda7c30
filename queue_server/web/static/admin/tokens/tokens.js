// Access for programs: make a key with what it may do, see which there are, take one back.

import { openFrame, when } from "/static/admin/frame.js";
import { get, post } from "/static/js/api.js";
import { zoneIn } from "/static/js/zones.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const EVERYWHERE = "*";
const DAYS = 365;

const page = { choices: null, tokens: null, made: null, fault: null, busy: false };

let frame;
await openFrame({
  section: "tokens",
  texts: ["/static/admin/tokens/texts"],
  title: ({ t }) => t("tokens.title"),
  page: draw,
});

async function load() {
  try {
    page.choices = await get("/tokens/choices");
    await refresh();
  } catch (refusal) {
    frame.tell(frame.refusal(refusal), "bad");
  }
}

async function refresh() {
  page.tokens = await get("/tokens");
  frame.draw();
}

async function make(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const said = {
    name: form.get("name"),
    permissions: form.getAll("permissions"),
    branches: form.getAll("branches"),
    days: Number(form.get("days")),
  };
  const empty = said.permissions.length === 0 || said.branches.length === 0;
  page.fault = empty ? frame.t("tokens.nothing") : null;
  page.made = null;
  page.busy = !empty;
  frame.draw();
  if (empty) return;
  try {
    page.made = await post("/tokens", said);
    event.target.reset();
    await refresh();
    document.querySelector("#made").focus();
  } catch (refusal) {
    page.fault = frame.refusal(refusal);
  }
  page.busy = false;
  frame.draw();
}

async function copy() {
  await navigator.clipboard.writeText(page.made.token);
  frame.tell(frame.t("tokens.copied"));
}

async function revoke({ id, name }) {
  const { t } = frame;
  const sure = await frame.ask({
    title: t("tokens.revoke.title", { name }),
    text: t("tokens.revoke.text"),
    yes: t("tokens.revoke"),
    danger: true,
  });
  if (!sure) return;
  try {
    await post(`/tokens/${id}/revoke`);
    frame.tell(t("tokens.revoked", { name }));
    await refresh();
  } catch (refusal) {
    frame.tell(frame.refusal(refusal), "bad");
  }
}

function tick(name, value, label, code) {
  return html`<label class="tick"><input type="checkbox" name=${name} value=${value} />
    <span>${label}${code ? html` <code>${code}</code>` : nothing}</span></label>`;
}

function making() {
  const { t } = frame;
  return html`<form class="card" @submit=${make}>
    <h2>${t("tokens.make")}</h2>
    <p class="hint">${t("tokens.hint")}</p>
    <label class="field">${t("tokens.name")} <input name="name" required maxlength="80" autocomplete="off" /></label>
    <fieldset>
      <legend>${t("tokens.permissions")}</legend>
      ${(page.choices ?? []).map((id) => tick("permissions", id, frame.t(`permission.${id}`), id))}
    </fieldset>
    <fieldset>
      <legend>${t("tokens.branches")}</legend>
      ${tick("branches", EVERYWHERE, t("tokens.everywhere"))}
      ${frame.branches.map(({ id, name }) => tick("branches", id, frame.say(name)))}
    </fieldset>
    <label class="field">
      ${t("tokens.days")}
      <input name="days" type="number" min="1" max="1100" value=${DAYS} required />
    </label>
    <p class="fault" role="alert">${page.fault ?? ""}</p>
    <p class="buttons"><button class="primary" ?disabled=${page.busy}>${t("tokens.create")}</button></p>
  </form>`;
}

function made() {
  if (!page.made?.token) return nothing;
  const { t } = frame;
  return html`<section id="made" class="card" tabindex="-1">
    <h2>${page.made.name}</h2>
    <p>${t("tokens.once")}</p>
    <p><code class="secret">${page.made.token}</code></p>
    ${navigator.clipboard ? html`<button type="button" @click=${copy}>${t("tokens.copy")}</button>` : nothing}
  </section>`;
}

function branchName(id) {
  if (id === EVERYWHERE) return frame.t("tokens.everywhere");
  const found = frame.branches.find((branch) => branch.id === id);
  return found ? frame.say(found.name) : id;
}

function row(token) {
  const { t } = frame;
  const zone = zoneIn(frame.branches, token.branches[0]);
  const until = token.expired ? t("tokens.expired") : when(frame, token.expires_at, zone);
  return html`<li class="card">
    <h3>${token.name}</h3>
    <p class="hint">${token.permissions.map((id) => t(`permission.${id}`)).join(", ")} · ${token.branches.map(branchName).join(", ")}</p>
    <dl>
      <div><dt>${t("tokens.expires")}</dt><dd>${until}</dd></div>
      <div><dt>${t("tokens.seen")}</dt><dd>${when(frame, token.seen_at, zone) || t("tokens.never")}</dd></div>
    </dl>
    <button type="button" class="small danger" @click=${() => revoke(token)}
      aria-label=${`${t("tokens.revoke")}: ${token.name}`}>${t("tokens.revoke")}</button>
  </li>`;
}

function draw(given) {
  frame = given;
  const { t } = frame;
  return html`<h1>${t("tokens.title")}</h1>
    ${made()} ${making()}
    ${
      page.tokens?.length === 0
        ? html`<p>${t("tokens.none")}</p>`
        : html`<ul class="tokens">${(page.tokens ?? []).map(row)}</ul>`
    }`;
}

await load();

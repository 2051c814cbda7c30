// Staff: who has an account, what each may do where, and the links by which they set their passwords.

import { openFrame, when } from "/static/admin/frame.js";
import { get, post, Refusal } from "/static/js/api.js";
import { html, nothing } from "/static/vendor/lit-html.js";
import { grantsField, grantsOf, rolesOf } from "./grants.js";

const state = { staff: null, link: null, wish: null, fault: null, busy: false };

let frame = null;

await openFrame({
  section: "staff",
  texts: ["/static/admin/staff/texts"],
  title: ({ t }) => t("staff.title"),
  page: draw,
});

async function refresh() {
  state.staff = await get("/staff");
  frame.draw();
}

/** Give a command and say what came of it; what an account has become is fetched anew. */
async function command(path, body, words) {
  state.busy = true;
  state.fault = null;
  frame.draw();
  try {
    const account = await post(`/staff${path}`, body);
    if (account.link) state.link = { name: account.name, url: account.link };
    frame.tell(words(account));
    await refresh();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return refused(refusal);
  } finally {
    state.busy = false;
    frame.draw();
  }
}

function refused(refusal) {
  const { t } = frame;
  const path = refusal.problem.errors?.[0]?.path;
  const known = {
    login: "staff.fault.login",
    name: "staff.fault.name",
  };
  const words = known[path];
  state.fault = words ? t(words) : frame.refusal(refusal);
  frame.tell(state.fault, "bad");
  return false;
}

async function add(event) {
  event.preventDefault();
  const form = event.target;
  const { name, login } = Object.fromEntries(new FormData(form));
  const body = { name, login, grants: grantsOf(form) };
  if (await command("", body, (made) => frame.t("staff.added", made))) form.reset();
}

async function changeRoles(account) {
  const { t } = frame;
  const form = { grants: account.grants };
  const sure = await frame.ask({
    title: t("staff.roles.title", account),
    body: html`<div class="roles-form" @change=${(event) => {
      form.grants = grantsOf(event.currentTarget);
    }}>
      ${grantsField(frame, state.staff, account.grants)}
    </div>`,
    yes: t("staff.roles.save"),
  });
  if (!sure) return;
  await command(`/${account.id}/grants`, form, (made) => t("staff.roles.saved", made));
}

/** What should not happen by mistake: asked first, in the words of its key. */
async function ask(account, verb, key, danger = true) {
  const { t } = frame;
  const sure = await frame.ask({
    title: t(`staff.${key}.title`, account),
    text: t(`staff.${key}.text`),
    yes: t(`staff.${key}`),
    danger,
  });
  if (sure) await command(`/${account.id}/${verb}`, {}, () => t(`staff.${key}.done`, account));
}

function draw(opened) {
  frame = opened;
  const { t } = frame;
  return html`<h1>${t("staff.title")}</h1>
    ${state.link ? linkCard() : nothing} ${state.staff ? html`${table()} ${adding()}` : nothing}`;
}

async function copyLink() {
  await navigator.clipboard.writeText(state.link.url);
  frame.tell(frame.t("staff.link.copied"));
}

function linkCard() {
  const { t } = frame;
  const { name, url } = state.link;
  return html`<section class="card link" aria-labelledby="link-title">
    <h2 id="link-title">${t("staff.link.for", { name })}</h2>
    <p class="hint" id="link-hint">${t("staff.link.hint")}</p>
    <p class="link-line">
      <input readonly aria-labelledby="link-title" aria-describedby="link-hint" .value=${url}
        @focus=${(event) => event.target.select()} />
      ${navigator.clipboard ? html`<button type="button" @click=${copyLink}>${t("staff.link.copy")}</button>` : nothing}
      <button type="button" class="quiet" @click=${() => {
        state.link = null;
        frame.draw();
      }}>${t("admin.hide")}</button>
    </p>
  </section>`;
}

function table() {
  const { t } = frame;
  return html`<section class="card">
    <table>
      <thead>
        <tr>
          <th scope="col">${t("staff.name")}</th>
          <th scope="col">${t("staff.login")}</th>
          <th scope="col">${t("staff.roles")}</th>
          <th scope="col">${t("staff.signed_in_at")}</th>
          <th scope="col"><span class="visually-hidden">${t("staff.actions")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${state.staff.accounts.map(row)}
      </tbody>
    </table>
  </section>`;
}

function row(account) {
  const { t } = frame;
  return html`<tr data-account=${account.login} data-disabled=${account.disabled}>
    <th scope="row">
      ${account.name}
      ${account.disabled ? html`<span class="tag">${t("staff.disabled")}</span>` : nothing}
      ${account.password || account.provider ? nothing : html`<span class="tag">${t("staff.no_password")}</span>`}
    </th>
    <td>${account.login}</td>
    <td>${rolesOf(frame, state.staff, account)}</td>
    <td>${when(frame, account.signed_in_at) || "–"}</td>
    <td class="row-actions">
      ${button(account, "staff.roles.change", () => changeRoles(account))}
      ${account.disabled ? enabling(account) : active(account)}
    </td>
  </tr>`;
}

function enabling(account) {
  return button(account, "staff.enable", () =>
    command(`/${account.id}/enable`, {}, () => frame.t("staff.enable.done", account)),
  );
}

function active(account) {
  return html`${button(account, "staff.link", () => ask(account, "link", "link", false))}
  ${button(account, "staff.sign_out", () => ask(account, "sign-out", "sign_out"))}
  ${button(account, "staff.disable", () => ask(account, "disable", "disable"))}`;
}

/** A button of a row: its name for those who hear it says whose row it is. */
function button(account, key, press) {
  const words = frame.t(key);
  return html`<button type="button" class="small" aria-label=${`${words}: ${account.name}`} ?disabled=${state.busy}
    @click=${press}>${words}</button>`;
}

function adding() {
  const { t } = frame;
  return html`<form class="card" @submit=${add}>
    <h2>${t("staff.add")}</h2>
    <p class="hint">${t("staff.add.hint")}</p>
    <div class="fields">
      <label>${t("staff.name")} <input name="name" required maxlength="80" autocomplete="off" /></label>
      <label>
        ${t("staff.login")}
        <input name="login" required maxlength="80" autocomplete="off" autocapitalize="none" spellcheck="false" />
      </label>
    </div>
    ${grantsField(frame, state.staff, [])}
    <p class="fault" role="alert">${state.fault ?? ""}</p>
    <p class="buttons"><button class="primary" ?disabled=${state.busy}>${t("staff.add.yes")}</button></p>
  </form>`;
}

refresh().catch((refusal) => frame.tell(frame.refusal(refusal), "bad"));

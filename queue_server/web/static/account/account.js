// One's own account: password, PIN, and where one is signed in.

import { openFrame, when } from "/static/admin/frame.js";
import { post, Refusal } from "/static/js/api.js";
import { goToSignIn, whoIsHere } from "/static/js/session.js";
import { html, nothing } from "/static/vendor/lit-html.js";

const state = { account: null, faults: {}, busy: false };

let frame = null;

await openFrame({
  section: null,
  texts: ["/static/account/texts"],
  title: ({ t }) => t("account.title"),
  page: draw,
});

async function refresh() {
  const { caller, account } = await whoIsHere(true);
  if (caller.kind === "anyone") goToSignIn();
  state.account = account;
  frame.draw();
}

/** Send a form's command; what is wrong with it is told beside the form. */
async function send(event, path, words) {
  event.preventDefault();
  const form = event.target;
  const said = Object.fromEntries(new FormData(form));
  if (said.again !== undefined && said.again !== said.password) {
    state.faults = { [path]: frame.t("account.fault.differs") };
    frame.draw();
    return;
  }
  delete said.again;
  if (said.pin === "") delete said.pin;
  if (await command(path, said, words)) form.reset();
}

async function command(path, body, words) {
  state.busy = true;
  state.faults = {};
  frame.draw();
  try {
    await post(`/session/${path}`, body, { retrySeconds: 0 });
    frame.tell(words);
    await refresh();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    state.faults = { [path]: faultOf(refusal) };
    return false;
  } finally {
    state.busy = false;
    frame.draw();
  }
}

function faultOf(refusal) {
  const { t } = frame;
  const path = refusal.problem.errors?.[0]?.path;
  if (refusal.code === "sign_in_failed") return t("account.fault.current");
  if (refusal.code === "too_many_tries")
    return t("account.fault.wait", { seconds: refusal.problem.wait_seconds });
  if (path === "password" || path === "pin") return t(`account.fault.${path}`);
  return refusal.message;
}

function draw(opened) {
  frame = opened;
  const { t } = frame;
  const { account } = state;
  if (!account) return html`<h1>${t("account.title")}</h1>`;
  return html`<h1>${account.name}</h1>
    <p class="hint">${t("account.login", account)}</p>
    ${account.password ? password() : nothing} ${pin()} ${sessions()}`;
}

function field(name, words, about = {}) {
  const { autocomplete = "off", numeric = false, required = true, hint } = about;
  return html`<label>
    ${frame.t(words)}
    <input type="password" name=${name} ?required=${required} maxlength=${numeric ? 8 : 256}
      inputmode=${numeric ? "numeric" : "text"} autocomplete=${autocomplete} aria-describedby=${hint ?? nothing} />
  </label>`;
}

function form(path, title, hint, words, fields) {
  const { t } = frame;
  return html`<form class="card" @submit=${(event) => send(event, path, t(words))}>
    <h2>${t(title)}</h2>
    <p class="hint" id=${`${path}-hint`}>${t(hint)}</p>
    <div class="fields">${fields}</div>
    <p class="fault" role="alert">${state.faults[path] ?? ""}</p>
    <p class="buttons"><button class="primary" ?disabled=${state.busy}>${t("account.save")}</button></p>
  </form>`;
}

function password() {
  return form(
    "password",
    "account.password",
    "account.password.hint",
    "account.password.saved",
    html`${field("current", "account.current", { autocomplete: "current-password" })}
    ${field("password", "account.new", { autocomplete: "new-password", hint: "password-hint" })}
    ${field("again", "account.again", { autocomplete: "new-password" })}`,
  );
}

function pin() {
  const { account } = state;
  return form(
    "pin",
    "account.pin",
    account.pin ? "account.pin.set" : "account.pin.hint",
    "account.pin.saved",
    html`${account.password ? field("password", "account.current", { autocomplete: "current-password" }) : nothing}
    ${field("pin", "account.pin.new", { numeric: true, required: false, hint: "pin-hint" })}`,
  );
}

function sessions() {
  const { t } = frame;
  return html`<section class="card">
    <h2>${t("account.sessions")}</h2>
    <ul class="sessions">
      ${state.account.sessions.map(
        (session) => html`<li>
          <span>
            <b>${session.address ?? ""}</b>
            ${session.current ? html`<span class="tag">${t("account.here")}</span>` : nothing}<br />
            <span class="hint">${session.browser ?? ""}</span><br />
            <span class="hint">${t("account.seen", { when: when(frame, session.seen_at) })}</span>
          </span>
          ${
            session.current
              ? nothing
              : html`<button type="button" class="small" ?disabled=${state.busy}
                @click=${() => command(`sessions/${session.id}/end`, {}, t("account.ended"))}>${t("account.end")}</button>`
          }
        </li>`,
      )}
    </ul>
    <p class="buttons">
      <button type="button" class="danger" ?disabled=${state.busy} @click=${everywhere}>${t("account.everywhere")}</button>
    </p>
  </section>`;
}

async function everywhere() {
  const { t } = frame;
  const sure = await frame.ask({
    title: t("account.everywhere"),
    text: t("account.everywhere.text"),
    yes: t("account.everywhere.yes"),
    danger: true,
  });
  if (!sure) return;
  await post("/session/sign-out-everywhere");
  goToSignIn();
}

refresh().catch((refusal) => frame.tell(refusal.message, "bad"));

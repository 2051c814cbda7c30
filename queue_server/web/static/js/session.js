// Who is signed in, for the pages of staff: <signed-in language="pl"> in their header, and where to go without.

import { get, post } from "/static/js/api.js";
import { loadTexts } from "/static/js/texts.js";
import { html, nothing, render } from "/static/vendor/lit-html.js";

const STYLE = "/static/session/session.css";
let asked = null;

/** Who is here: {caller, grants, locked, csrf, account}; asked once, and anew with `again` or after a failure. */
export async function whoIsHere(again = false) {
  if (again) asked = null;
  asked ??= get("/session");
  try {
    return await asked;
  } catch (error) {
    asked = null;
    throw error;
  }
}

/** Whether someone may do this at a branch, or anywhere where none is named. */
export function may(session, permission, branch) {
  const granted = (at) => (session?.grants?.[at] ?? []).includes(permission);
  if (granted("*")) return true;
  return branch ? granted(branch) : Object.keys(session?.grants ?? {}).some(granted);
}

/** Sign in, and come back to this page. */
export function goToSignIn() {
  const next = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

export async function signOut() {
  await post("/session/sign-out");
  goToSignIn();
}

// The session is over: by its time, from elsewhere, or because the account was disabled.
addEventListener("not_signed_in", goToSignIn, { once: true });

/** The name of who is signed in, which leads to their account, and a button that signs out. Empty in the demo. */
class SignedIn extends HTMLElement {
  static observedAttributes = ["language"];
  #t = null;
  #session = null;

  async attributeChangedCallback(_name, _before, language) {
    if (!document.querySelector(`link[href="${STYLE}"]`)) {
      document.head.append(
        Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE }),
      );
    }
    [this.#t, this.#session] = await Promise.all([
      loadTexts(language, ["/static/session/texts"]),
      whoIsHere().catch(() => null),
    ]);
    this.#draw();
  }

  connectedCallback() {
    addEventListener("texts_renewed", () => this.#t && this.#draw());
  }

  #draw() {
    const { caller } = this.#session ?? {};
    const t = this.#t;
    render(
      caller?.kind === "staff"
        ? html`<a class="signed-in-name" href="/account" title=${t("session.account")}>${caller.name}</a>
            <button type="button" class="signed-in-out" @click=${signOut}>${t("session.sign_out")}</button>`
        : nothing,
      this,
    );
  }
}
customElements.define("signed-in", SignedIn);

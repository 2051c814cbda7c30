// Locking the page while its clerk is away, by key or after a while without one, and opening it again.

import { post, Refusal } from "/static/js/api.js";
import { whoIsHere } from "/static/js/session.js";

const LOOK_MS = 5000;
const SIGNS_OF_LIFE = ["keydown", "pointerdown"];

/** `desk.lock`; `rejoin` watches the view anew. In the demo nobody is signed in, and nothing is locked. */
export function createLock(desk, rejoin) {
  let active = performance.now();
  for (const sign of SIGNS_OF_LIFE) {
    addEventListener(sign, () => {
      active = performance.now();
    });
  }
  addEventListener("session_locked", show);
  setInterval(() => {
    const { session, locked } = desk.state;
    const idle = (performance.now() - active) / 1000;
    if (session?.lock_after_seconds && !locked && idle >= session.lock_after_seconds) close();
  }, LOOK_MS);

  function show() {
    if (!desk.state.locked) desk.set({ locked: true, dialog: null, message: null, unlocking: {} });
  }

  async function close() {
    if (desk.state.session?.caller.kind !== "staff") return;
    show();
    // A lock that the server has not heard of still hides the page; the next look tries again.
    await post("/session/lock", {}, { retrySeconds: 0 }).catch(() => {});
  }

  async function open(kind, secret) {
    desk.set({ unlocking: { ...desk.state.unlocking, busy: true, problem: null } });
    try {
      await post("/session/unlock", { [kind]: secret }, { retrySeconds: 0 });
      active = performance.now();
      desk.set({ locked: false, unlocking: {}, session: await whoIsHere(true) });
      rejoin();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const { unlocking } = desk.state;
      desk.set({ unlocking: { ...unlocking, busy: false, problem: words(desk.t, refusal) } });
    }
  }

  return {
    close,
    open,
    show,
    usePassword: () => desk.set({ unlocking: { byPassword: true } }),
  };
}

function words(t, refusal) {
  if (refusal.code === "too_many_tries")
    return t("lock.wait", { seconds: refusal.problem.wait_seconds });
  return t(refusal.code === "sign_in_failed" ? "lock.wrong" : "lock.failed");
}

// Where the page starts: which branch and counter, then follow its view and draw.

import { Refusal } from "/static/js/api.js";
import { staffLanguage } from "/static/js/languages.js";
import { watch } from "/static/js/live.js";
import { whoIsHere } from "/static/js/session.js";
import { nothing, render } from "/static/vendor/lit-html.js";
import { createAct } from "./acts.js";
import { createCommands } from "./commands.js";
import { createDesk, loadBranch } from "./desk.js";
import { listen } from "./keys.js";
import { refreshList } from "./listing.js";
import { createLock } from "./locking.js";
import { toggleOnTop } from "./ontop.js";
import { drawDesk, fault, wear } from "./page.js";
import { chooser } from "./panels/chooser.js";
import { keep, LANGUAGES, onSystemTheme, preferences } from "./preferences.js";

const ROUTE = /^\/counter\/([^/]+)(?:\/([^/]+))?\/?$/;
const RETRY_MS = 1000;

const [, branch, counter] = (ROUTE.exec(location.pathname) ?? []).map(
  (part) => part && decodeURIComponent(part),
);
const root = document.getElementById("page");

async function start() {
  const languages = LANGUAGES.map(({ id }) => id);
  const language = preferences().language ?? (await staffLanguage(languages, branch));
  const desk = createDesk({ branch, counter }, counter ? (it) => drawDesk(it, root) : drawChooser);
  desk.set({ language });
  onSystemTheme(() => desk.set({}));
  desk.set({ session: await insist(() => whoIsHere()) });
  await insist(() => desk.speak(language));
  if (counter) work(desk);
  else choose(desk);
}

/** The page of one counter. */
function work(desk) {
  desk.commands = createCommands(desk);
  desk.act = createAct(desk, () => toggleOnTop(root, moved));
  desk.lock = createLock(desk, () => socket.disconnect().connect());
  if (desk.state.session?.locked) desk.lock.show();
  let asked = -1;
  const branchOf = async (revision) => {
    if (revision === asked) return;
    asked = revision;
    const loaded = await insist(() => loadBranch(branch));
    desk.set({ branch: loaded, profile: desk.state.profile ?? profileOf(desk, loaded) });
  };
  const socket = watch(
    { view: "counter", branch, id: counter },
    {
      onState(view, rev) {
        if (desk.state.fault) desk.set({ fault: null });
        desk.take(view, rev);
        refreshList(desk);
        branchOf(view.revision);
      },
      onConnection: (connected) => desk.set({ connected }),
      onProblem: ({ code }) => {
        if (code !== "session_locked" && code !== "not_signed_in") desk.set({ fault: "counter" });
      },
    },
  );
  keep({ counters: { ...preferences().counters, [branch]: counter } });
  setInterval(() => desk.set({}), 1000);
  let stop = listen(desk, window);

  /** The page now lives in `where`: keys are heard there. */
  function moved(where) {
    stop();
    stop = listen(desk, where);
    desk.window = where;
    desk.set({});
  }
}

/** The profile to offer first: the clerk's last one here, else the counter's own. */
function profileOf(desk, { counters }) {
  const { view, profiles } = desk.state;
  const own = counters.find(({ id }) => id === counter)?.profile;
  return [profiles[`${branch}/${counter}`], view.profile, own, view.profiles[0]].find((id) =>
    view.profiles.includes(id),
  );
}

/** The chooser of a branch's counters. */
function choose(desk) {
  watch(
    { view: "branch", branch, id: branch },
    {
      onState: (state) => desk.set({ branch: state, fault: null }),
      onConnection: (connected) => desk.set({ connected }),
      onProblem: () => desk.set({ fault: "branch" }),
    },
  );
}

function drawChooser(desk) {
  wear(desk);
  if (desk.t && desk.state.fault) render(fault(desk), root);
  else render(desk.t && desk.state.branch ? chooser(desk) : nothing, root);
  document.title = desk.t?.("chooser.title") ?? "Okienko";
}

/** Ask until there is an answer: a page opened while the server restarts should come up by itself. */
async function insist(question) {
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

start();

// The supervisor's page: follow the branch, draw it, and sound what needs someone at once.

import { createPage, part } from "/static/floor/page.js";
import { get } from "/static/js/api.js";
import { watch } from "/static/js/live.js";
import { createAlarm } from "./alarm.js";
import { draw } from "./draw.js";

const [, branch] = /^\/supervisor\/([^/]+)\/?$/.exec(location.pathname).map(decodeURIComponent);
const DEVIATIONS_MS = 15_000;

const root = document.getElementById("page");
const page = createPage("/static/supervisor", (it) => draw(it, root), { deviations: [] });
page.branch = branch;
page.path = `/branches/${part(branch)}`;
page.alarm = createAlarm();

async function start() {
  await page.begin(branch);
  watch(
    { view: "branch", branch, id: branch },
    {
      onState(view) {
        page.take(view);
        page.alarm.sound(view.alarms.some(({ seen_at }) => seen_at === null));
      },
      onConnection: (connected) => page.set({ connected }),
      onProblem: () => page.set({ fault: "branch" }),
    },
  );
  setInterval(() => page.set({}), 1000);
  askForDeviations();
  setInterval(askForDeviations, DEVIATIONS_MS);
}

/** Calls out of order are no part of the view: they are few, and nobody waits for them. */
async function askForDeviations() {
  try {
    page.set({ deviations: await get(`${page.path}/deviations`) });
  } catch {
    // The connection's own sign says it.
  }
}

start();

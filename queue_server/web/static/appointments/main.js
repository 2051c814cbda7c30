// Booked visits of a branch: the list of a day, booking for someone, and moving a day that is closed.

import { createPage, part } from "/static/floor/page.js";
import { get } from "/static/js/api.js";
import { watch } from "/static/js/live.js";
import { draw } from "./draw.js";
import { today } from "./times.js";

const [, branch] = /^\/appointments\/([^/]+)\/?$/.exec(location.pathname).map(decodeURIComponent);
const REFRESH_MS = 10_000;
const GATHER_MS = 250;

const root = document.getElementById("page");
const page = createPage("/static/appointments", (it) => draw(it, root), {
  tab: "day",
  day: null,
  service: "",
  find: "",
  visits: null,
  bookable: [],
  closures: null,
  habits: null,
  wish: null,
  proposed: null,
});
page.branch = branch;
page.path = `/branches/${part(branch)}`;
page.refresh = refresh;

let gathering = null;
let mayClose = true;

async function start() {
  await page.begin(branch);
  watch(
    { view: "branch", branch, id: branch },
    {
      onState(view) {
        page.take(view);
        if (page.state.day) return;
        page.set({ day: today(view) });
        ask();
      },
      onConnection: (connected) => page.set({ connected }),
      onProblem: () => page.set({ fault: "branch" }),
    },
  );
  setInterval(() => document.hidden || ask(), REFRESH_MS);
}

/** Ask for the lists again, soon; changes that follow at once are gathered. */
function refresh() {
  clearTimeout(gathering);
  gathering = setTimeout(ask, GATHER_MS);
}

async function ask() {
  const { day, service, find } = page.state;
  const text = find.trim();
  try {
    if (!page.state.bookable.length) await askForServices();
    const visits =
      text.length > 1
        ? (await get(`${page.path}/appointments/search?text=${part(text)}`)).found
        : await get(
            `${page.path}/appointments?day=${day}${service ? `&service=${part(service)}` : ""}`,
          );
    const now = page.state;
    if (now.day === day && now.service === service && now.find === find) page.set({ visits });
  } catch {
    // The connection's own sign says it.
  }
  if (mayClose) await askForClosures();
}

async function askForServices() {
  const office = await get("/bookable");
  page.set({ bookable: office.branches.find(({ id }) => id === branch)?.services ?? [] });
}

/** Who may not close anything is shown no tab for it. */
async function askForClosures() {
  try {
    page.set({ closures: await get(`${page.path}/closures`) });
    page.set({ habits: await get(`${page.path}/booking-habits`) });
  } catch (refusal) {
    mayClose = refusal.status !== 403;
  }
}

start();

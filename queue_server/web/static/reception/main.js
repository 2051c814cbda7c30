// The reception's page: follow the branch and its tickets, and draw the tab that is open.

import { createPage, part } from "/static/floor/page.js";
import { get } from "/static/js/api.js";
import { watch } from "/static/js/live.js";
import { draw } from "./draw.js";
import { kept } from "./kept.js";

const [, branch] = /^\/reception\/([^/]+)\/?$/.exec(location.pathname).map(decodeURIComponent);
const GATHER_MS = 800;

const root = document.getElementById("page");
const page = createPage("/static/reception", (it) => draw(it, root), {
  tab: "desk",
  tickets: null,
  find: "",
  counted: null,
  issued: null,
  wish: {},
  ...kept(branch),
});
page.branch = branch;
page.path = `/branches/${part(branch)}`;
page.refresh = refresh;

let asking = false;

async function start() {
  await page.begin(branch);
  watch(
    { view: "branch", branch, id: branch },
    {
      onState(view) {
        page.take(view);
        refresh(page.state.tickets === null);
      },
      onConnection: (connected) => page.set({ connected }),
      onProblem: () => page.set({ fault: "branch" }),
    },
  );
  setInterval(() => page.set({}), 1000);
}

/** The tickets that are alive, or those that are looked for; changes that follow at once are gathered. */
function refresh(at_once = false) {
  if (asking && !at_once) return;
  asking = true;
  setTimeout(ask, at_once ? 0 : GATHER_MS);
}

async function ask() {
  const find = page.state.find.trim();
  const query = find ? `find=${part(find)}` : "alive=true";
  try {
    const tickets = await get(`${page.path}/tickets?${query}`);
    if (page.state.find.trim() === find) page.set({ tickets });
  } catch {
    // The connection's own sign says it.
  } finally {
    asking = false;
  }
}

start();

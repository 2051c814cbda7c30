// The report's page: what is asked for stands in the address, so that a report can be kept and sent.

import { createPage, part, refusalWords } from "/static/floor/page.js";
import { get } from "/static/js/api.js";
import { may, whoIsHere } from "/static/js/session.js";
import { draw } from "./draw.js";

const [, branch] = /^\/report\/([^/]+)\/?$/.exec(location.pathname).map(decodeURIComponent);
const FIELDS = ["from", "to", "every", "by"];

const root = document.getElementById("page");
const page = createPage("/static/report", (it) => draw(it, root), {
  asked: {
    every: "day",
    by: "service",
    ...Object.fromEntries(new URLSearchParams(location.search)),
  },
  branches: [],
  report: null,
});
page.branch = branch;
page.path = `/branches/${part(branch)}`;
page.query = query;
page.want = (changes) => {
  page.set({ asked: { ...page.state.asked, ...changes } });
  history.replaceState(null, "", `?${query(FIELDS)}`);
  ask();
};

async function start() {
  await page.begin(branch);
  await Promise.all([ask(), offerBranches()]);
}

/** What is asked for, as parameters. */
function query(fields) {
  const given = fields.map((name) => [name, page.state.asked[name]]);
  return new URLSearchParams(given.filter(([, value]) => value));
}

async function ask() {
  try {
    const report = await get(`${page.path}/report?${query(FIELDS)}`);
    page.set({ report, connected: true, message: null, fault: null });
  } catch (refusal) {
    page.set({ connected: refusal.status !== 0 });
    if (refusal.status === 404) page.set({ fault: "branch" });
    else page.say(refusalWords(page, refusal), "bad");
  }
}

/** The branches whose figures this reader may see. */
async function offerBranches() {
  const [session, every] = await Promise.all([whoIsHere(), get("/branches")]);
  const branches = every.filter(({ id, training }) => !training && may(session, "reports.see", id));
  page.set({ branches });
}

start();

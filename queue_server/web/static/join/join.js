// Joining the queue from home: choose a service, say in which language and which phone, get a ticket.

import { page } from "/static/join/screens.js";
import { get, newKey, post } from "/static/js/api.js";
import { applyAccent } from "/static/js/colours.js";
import { preferredLanguage, rememberLanguage } from "/static/js/languages.js";
import { followRevision } from "/static/js/revision.js";
import { loadTexts } from "/static/js/texts.js";
import { followColourScheme } from "/static/js/theme.js";
import { render } from "/static/vendor/lit-html.js";

const LANGUAGES = ["pl", "en", "uk", "ru"];
const REFRESH_MS = 15_000;
/** What a number that can be rung looks like; the server says the same. */
const PHONE = /^\+?[0-9][0-9 ()/-]{3,22}[0-9]$/;

const branch = location.pathname.split("/").pop();
const texts = new Map();
const local = {
  language: null,
  service: null,
  phone: "",
  spoken: null,
  cases: 1,
  fault: null,
  busy: false,
  lost: false,
  unknown: false,
};
let office = null;
let key = newKey();

const actions = {
  speak(language) {
    rememberLanguage(language);
    speak(language);
  },
  choose(service) {
    change({ service, fault: null, phone: "", spoken: local.language, cases: 1 });
    document.querySelector("h1")?.focus();
  },
  back() {
    change({ service: null, fault: null });
    document.querySelector("h1")?.focus();
  },
  fill(parts) {
    key = newKey(); // another wish is another command
    Object.assign(local, parts);
  },
  join,
};

async function join(event) {
  event.preventDefault();
  const service = office.services.find(({ id }) => id === local.service);
  if (service.asks_phone && !PHONE.test(local.phone.trim())) return fail("fault.phone");
  change({ busy: true, fault: null });
  const wish = {
    service: service.id,
    language: local.spoken ?? local.language,
    cases: local.cases,
  };
  if (service.asks_phone) wish.phone = local.phone.trim();
  try {
    const { token } = await post(`/public/branches/${encodeURIComponent(branch)}/remote`, wish, {
      key,
    });
    location.assign(`/t/${token}`);
  } catch (refusal) {
    key = newKey();
    await refresh();
    change({ busy: false });
    fail(FAULTS[refusal.code] ?? (refusal.status === 429 ? "fault.often" : "fault.unreachable"));
  }
}

const FAULTS = {
  remote_full: "fault.remote_full",
  service_closed: "fault.closed",
  suspended: "fault.closed",
  limit_reached: "fault.limit",
  numbers_exhausted: "fault.limit",
  invalid: "fault.phone",
};

function fail(fault) {
  change({ fault });
  document.getElementById(fault === "fault.phone" ? "phone" : "fault")?.focus();
}

async function refresh() {
  try {
    office = await get(`/public/branches/${encodeURIComponent(branch)}/remote`);
    applyAccent(office.office.accent);
    change({ lost: false });
    if (!local.language) await speak(preferredLanguage(office.languages.map(({ id }) => id)));
  } catch (refusal) {
    change({ lost: refusal.status !== 404, unknown: refusal.status === 404 });
    if (!local.language) await speak(preferredLanguage(LANGUAGES));
  }
}

async function speak(language) {
  if (!texts.has(language)) texts.set(language, await loadTexts(language, ["/static/join/texts"]));
  document.documentElement.lang = language;
  change({ language });
}

function change(parts) {
  Object.assign(local, parts);
  const t = texts.get(local.language);
  if (!t) return;
  document.title = t("title");
  render(page(office, { ...local, t }, actions), document.getElementById("page"));
}

followColourScheme();
refresh();
setInterval(() => document.hidden || local.busy || refresh(), REFRESH_MS);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
followRevision(() => local.busy || refresh());

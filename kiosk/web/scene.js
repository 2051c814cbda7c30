// What a screen is drawn from: the view, the visit and the words, and the actions it may call.

import { paper, place } from "./slip.js";
import { wordsIn } from "./words.js";

const HOLDING = ["issuing", "done", "found", "attending"];

/** The step to show: the visit's own, unless the server is away or the branch is closed. */
export function shownStep({ view, visit, away }) {
  if (view.suspended?.fire) return "office_closed";
  if (HOLDING.includes(visit.step)) return visit.step;
  if (away) return "offline";
  if (view.reason === "closed_by_hand") return "office_closed";
  if (asksOrTellsOfCode(visit)) return visit.step; // who has booked may come although tickets are not issued
  if (!view.open && !view.services.some((service) => service.open)) return "office_closed";
  return visit.step;
}

function asksOrTellsOfCode({ step, code }) {
  return step === "code" || step === "code_refused" || (step === "trouble" && code !== null);
}

export function compose(page, shown, fit, actions) {
  const { view, visit, catalogues } = page;
  const order = view.office.languages;
  const wordsOf = (language) => wordsIn(language, catalogues, order);
  return {
    ...actions,
    view,
    visit,
    shown,
    prefs: page.prefs,
    away: page.away,
    slow: page.slow,
    helping: page.helping,
    secondsLeft: page.secondsLeft,
    ...fit,
    wordsOf,
    words: wordsOf(visit.language ?? view.languages[0].id),
    paper: paper(view, visit.ticket, page.slip),
    slipPlace: place(view, page.slip),
    uncertain: view.uncertain.find((slip) => slip.ticket === visit.ticket?.id) ?? null,
    clock: clock(view, page.clockAheadMs),
  };
}

/** The branch's time of day, by the server's clock and in the offset that the server tells. */
function clock(view, aheadMs) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(view.now) ?? [null, "+", 0, 0];
  const offsetMs = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(Date.now() + aheadMs + offsetMs).toISOString().slice(11, 16);
}

// Which call is large and which are listed. Pure: the server's calls, the server's time and what was shown so far.

/** Every call is in sight for so long, whatever else is called: the promised 30 s, and what slow screens lose. */
export const LEAST_SECONDS = 32;
/** A call older than this is owed nothing more: a page that starts late need not show each. */
const OWED_WITHIN_SECONDS = 120;
/** How long one page of the list stays when there are more calls than fit. */
export const PAGE_SECONDS = 6;
/** How long a call is large when others wait for it, and when many do. */
const TURN_SECONDS = 4;
const HURRIED_TURN_SECONDS = 2.5;
const MANY = 8;
/** A call older than this is not made large any more; the list still has it. */
const LARGE_WITHIN_SECONDS = 115;
/** Were there more pages than this, the list gets a second column, or calls would leave before they were seen enough. */
const MOST_PAGES = 3;
/** Beside media the list is this short; media give way when more calls are owed than two pages of it. */
export const ROWS_BESIDE_MEDIA = 3;
/** At the start of a page only calls so young take turns; of the older ones the newest is large. */
const JUST_CALLED_SECONDS = 10;
/** A page that slept showed nothing: no step counts for more. */
const LONGEST_STEP_MS = 2000;

/** What identifies an announcement: a recall is another. */
export function keyOf(call) {
  return `${call.id}/${call.calls}`;
}

export function ageSeconds(call, nowMs) {
  return (nowMs - Date.parse(call.called_at)) / 1000;
}

/**
 * What is shown before anything was: `had` are the keys that were large before a reload.
 * `large` is a key or null, large since `sinceMs`, the `turns`th; `page` the listed keys, newest first, in `columns` of
 * `rows`; `owed` how many calls have not been in sight for long enough; `sightMs` how long each was.
 */
export function beginning(calls, nowMs, had = []) {
  const old = calls.filter((call) => ageSeconds(call, nowMs) > JUST_CALLED_SECONDS).map(keyOf);
  return {
    large: null,
    sinceMs: 0,
    had: [...had, ...old],
    turns: 0,
    page: [],
    pages: 0,
    pageIndex: 0,
    columns: 1,
    owed: 0,
    sightMs: {},
    atMs: nowMs,
  };
}

/** Whether media may stand beside the list; they come back only when the rush is over, so that nothing flickers. */
export function roomForMedia(shown, hadRoom) {
  return shown.owed <= (hadRoom ? 2 : 1) * ROWS_BESIDE_MEDIA;
}

/** What is shown next. `calls` come newest first; `speaking` is the key being spoken here, or null. */
export function advance(shown, calls, { nowMs, speaking = null, rows }) {
  const keys = calls.map(keyOf);
  const sightMs = inSight(shown, keys, nowMs);
  const large = turn(shown, calls, nowMs, speaking);
  return {
    large,
    sinceMs: large === shown.large ? shown.sinceMs : nowMs,
    turns: shown.turns + (large === shown.large ? 0 : 1),
    had: keys.filter((key) => key === large || shown.had.includes(key)),
    ...listed(calls, { large, sightMs, rows, columns: shown.columns, nowMs }),
    sightMs,
    atMs: nowMs,
  };
}

function inSight(shown, keys, nowMs) {
  const stepMs = Math.min(Math.max(nowMs - shown.atMs, 0), LONGEST_STEP_MS);
  const visible = (key) => key === shown.large || shown.page.includes(key);
  return Object.fromEntries(
    keys.map((key) => [key, (shown.sightMs[key] ?? 0) + (visible(key) ? stepMs : 0)]),
  );
}

/** The large call: the one being spoken, else each new one in turn, oldest first, else the newest. */
function turn(shown, calls, nowMs, speaking) {
  const keys = calls.map(keyOf);
  if (speaking && keys.includes(speaking)) return speaking;
  const waiting = calls
    .filter(
      (call) => !shown.had.includes(keyOf(call)) && ageSeconds(call, nowMs) < LARGE_WITHIN_SECONDS,
    )
    .map(keyOf)
    .reverse();
  const turnSeconds = waiting.length > MANY ? HURRIED_TURN_SECONDS : TURN_SECONDS;
  const stays = keys.includes(shown.large) && nowMs - shown.sinceMs < turnSeconds * 1000;
  if (stays) return shown.large;
  return waiting[0] ?? keys[0] ?? null;
}

/** The list: the calls not yet in sight for long enough, and as many of the others as fit on one page. */
function listed(calls, { large, sightMs, rows, columns, nowMs }) {
  const others = calls.map(keyOf).filter((key) => key !== large);
  const recent = calls.filter((call) => ageSeconds(call, nowMs) < OWED_WITHIN_SECONDS).map(keyOf);
  const owed = recent.filter((key) => key !== large && sightMs[key] < LEAST_SECONDS * 1000);
  const wide = owed.length > MOST_PAGES * rows || (columns > 1 && owed.length > 2 * rows);
  // Of very many, each column holds more, so that there are never so many pages that a call is seen too shortly.
  const lines = wide ? Math.max(rows, Math.ceil(owed.length / (2 * MOST_PAGES))) : rows;
  const size = wide ? 2 * lines : lines;
  const rest = others.filter((key) => !owed.includes(key));
  const filling = rest.slice(0, Math.max(0, size - owed.length));
  const list = others.filter((key) => owed.includes(key) || filling.includes(key));
  const pages = Math.ceil(list.length / size);
  const pageIndex = pages > 1 ? Math.floor(nowMs / (PAGE_SECONDS * 1000)) % pages : 0;
  return {
    page: pageOf(list, pageIndex, size),
    pages,
    pageIndex,
    columns: wide ? 2 : 1,
    rows: lines,
    owed: owed.length,
  };
}

/** A full page, always: the last one begins with what the page before ended with. */
function pageOf(list, pageIndex, size) {
  const start = Math.max(0, Math.min(pageIndex * size, list.length - size));
  return list.slice(start, start + size);
}

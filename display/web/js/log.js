// What this page showed large and spoke, for tests and for a technician's console: `okienko.shown`, `okienko.spoken`.

const KEPT = 200;

/**
 * Each entry has `at`, the server's time: `shown` {id, calls, number}, when a call became large;
 * `spoken` {id, calls, number, language, short, how}, when it began; `how` it went: played, failed or blocked.
 */
export function openLog() {
  const log = { shown: [], spoken: [] };
  window.okienko = log;
  function keep(list, entry, atMs) {
    list.push({ ...entry, at: new Date(atMs).toISOString() });
    if (list.length > KEPT) list.shift();
  }
  return {
    shown: (entry, atMs) => keep(log.shown, entry, atMs),
    spoken: (entry, atMs) => keep(log.spoken, entry, atMs),
  };
}

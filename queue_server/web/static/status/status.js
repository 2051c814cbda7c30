// Keeps the public status page up to date: the server draws it anew, its main part is taken over.

import { followRevision } from "/static/js/revision.js";

const SECONDS = 20;

/** Take over the newest figures; `parts` besides, where what they say may have changed. */
async function refresh(...parts) {
  try {
    const response = await fetch(location.href, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) return;
    const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of ["main", ...parts])
      document.querySelector(part).replaceWith(drawn.querySelector(part));
  } catch {
    // The time beside the figures says how old they are; the next attempt comes.
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, SECONDS * 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
followRevision(() => refresh("nav", "title"));

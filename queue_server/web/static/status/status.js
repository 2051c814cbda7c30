// Keeps the public status page up to date: the server draws it anew, its main part is taken over.

const SECONDS = 20;

async function refresh() {
  try {
    const response = await fetch(location.href, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) return;
    const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
    document.querySelector("main").replaceWith(drawn.querySelector("main"));
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

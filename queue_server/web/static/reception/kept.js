// What a desk keeps on its own device: its printer, and how its contacts usually come.

const KEY = "okienko.reception";

function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** What was kept for `branch`: {printer, channel, spoken}. */
export function kept(branch) {
  return { printer: "", channel: "desk", spoken: "", ...all()[branch] };
}

/** Keep what the page's state holds of it. */
export function keep(page, changes) {
  page.set(changes);
  const { printer, channel, spoken } = page.state;
  const now = { ...all(), [page.branch]: { printer, channel, spoken } };
  localStorage.setItem(KEY, JSON.stringify(now));
}

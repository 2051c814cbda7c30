// The pace of messages that run across the screen: the same for long and short ones.

/** Slow enough to be read from across a hall. */
const REM_PER_SECOND = 8;

const paced = new WeakMap();

/** Set how long each running line takes; the style sheet moves it by its own width in --seconds. */
export function pace(root) {
  for (const line of root.querySelectorAll(".run")) {
    const asked = [line.textContent, line.parentElement.clientWidth, document.fonts.status].join();
    if (paced.get(line) === asked) continue;
    paced.set(line, asked);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const seconds = line.scrollWidth / rem / REM_PER_SECOND;
    line.style.setProperty("--seconds", `${seconds.toFixed(1)}s`);
  }
}

// Making a screen fit: text a little smaller, then fewer choices a page; large text is never made smaller.

/** The last level that is tried before the screen may scroll. */
export const LAST_LEVEL = 5;

const LARGEST = { plain: [6, 6, 6, 4, 3, 2], large: [6, 4, 3, 2, 1, 1] };
const CHOOSING = ["start", "groups", "services", "cases", "needs", "class"];

/** What a level means for a screen: how many choices a page may have, and the step of its text scale. */
export function fitting(level, step, large) {
  if (!CHOOSING.includes(step)) return { largest: LARGEST.plain[0], scale: level };
  return { largest: LARGEST[large ? "large" : "plain"][level], scale: large ? 0 : Math.min(level, 2) };
}

/** Does the screen need more room than it has? */
export function overflows(stage) {
  return [stage, ...stage.querySelectorAll(".choices")].some(
    (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1,
  );
}

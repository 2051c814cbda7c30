// Making a screen fit: text a little smaller, then fewer choices a page; large text stays large.

/** The last level that is tried before the screen may scroll. */
export const LAST_LEVEL = 5;

const LARGEST = { plain: [6, 6, 6, 4, 3, 2], large: [6, 4, 4, 3, 2, 1] };
const SMALLEST_SCALE = { plain: 2, large: 1 };
const CHOOSING = ["groups", "services", "cases", "needs", "class"];

/**
 * What a level means for a screen: how many choices a page may have, and the step of its text scale.
 * The start only scales, since each language must stay in sight there.
 */
export function fitting(level, step, large) {
  if (!CHOOSING.includes(step)) return { largest: LARGEST.plain[0], scale: level };
  const kind = large ? "large" : "plain";
  return { largest: LARGEST[kind][level], scale: Math.min(large ? Math.max(0, level - 1) : level, SMALLEST_SCALE[kind]) };
}

/** Does the screen need more room than it has? */
export function overflows(stage) {
  return [stage, ...stage.querySelectorAll(".choices")].some(
    (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1,
  );
}

// Making a screen fit: its text a little smaller, then less of it at once. Large text stays large.

/** The last level that is tried before the screen may scroll. */
export const LAST_LEVEL = 6;

const CHOOSING = ["groups", "services", "cases", "needs", "help", "class"];
const LARGEST = { plain: [6, 6, 6, 4, 3, 2, 1], large: [6, 4, 4, 3, 2, 2, 1] };
const SCALES = { plain: [0, 1, 2, 2, 2, 2, 2], large: [0, 0, 1, 1, 1, 1, 2] };
const TELLING = { largest: 6, scales: [0, 1, 2, 0, 1, 2, 3], denseFrom: 3 };

/**
 * What a level means for a screen: how many choices a page may have, the step of its text scale, and
 * whether it is `dense`, that is, leaves out or puts on a second page what can wait.
 */
export function fitting(level, step, large) {
  if (!CHOOSING.includes(step)) {
    const dense = level >= TELLING.denseFrom;
    return { largest: TELLING.largest, scale: TELLING.scales[level], dense };
  }
  const kind = large ? "large" : "plain";
  return { largest: LARGEST[kind][level], scale: SCALES[kind][level], dense: level === LAST_LEVEL };
}

/** Does the screen need more room than it has? */
export function overflows(stage) {
  return [stage, ...stage.querySelectorAll(".choices")].some(
    (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1,
  );
}

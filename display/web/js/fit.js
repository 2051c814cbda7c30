// Makes texts fit: an element with data-fit gets smaller, down to a least size, until nothing of it is cut off;
// what is still too long then (data-tight) may break anywhere.

const STEP = 0.94;
const LEAST = 0.3;
/** So far, in em, a line may hang out of its box: less than what the eye takes for cut off. */
const DESCENDERS = 0.2;

const fitted = new WeakMap();

/** Fit every element of `root` whose text or room changed. The style sheet multiplies its font size by --fit. */
export function fit(root) {
  for (const element of root.querySelectorAll("[data-fit]")) {
    const { textContent, clientWidth, clientHeight } = element.parentElement;
    const asked = [textContent, clientWidth, clientHeight, document.fonts.status].join();
    if (fitted.get(element) === asked) continue;
    fitted.set(element, asked);
    shrink(element);
  }
}

function shrink(element) {
  let factor = 1;
  delete element.dataset.tight;
  element.style.setProperty("--fit", factor);
  while (tooBig(element) && factor > LEAST) {
    factor *= STEP;
    element.style.setProperty("--fit", factor.toFixed(3));
  }
  if (tooBig(element)) element.dataset.tight = "";
}

function tooBig(element) {
  if (element.scrollWidth > element.clientWidth + 1) return true;
  if (element.dataset.fit !== "block") return false;
  const descenders = Number.parseFloat(getComputedStyle(element).fontSize) * DESCENDERS;
  return element.scrollHeight > element.clientHeight + descenders;
}

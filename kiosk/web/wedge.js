// A scanner that types: keys faster than fingers, ended by Enter. They are held back for a moment, so
// that a code chooses nothing on the screen; what fingers typed is let go and means what it always does.

const GAP_MS = 40;
const SHORTEST_CODE = 6;
const MOST_BY_FINGERS = 3;

/** `scanned(code)` gets each code. Listen before anything else listens to keys. */
export function listenToWedge(scanned) {
  const released = new WeakSet();
  let held = [];
  let timer = null;

  function take() {
    clearTimeout(timer);
    const keys = held;
    held = [];
    return keys;
  }

  function release(keys) {
    for (const { key, code, shiftKey } of keys) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent("keydown", {
        key,
        code,
        shiftKey,
        bubbles: true,
        cancelable: true,
      });
      released.add(event);
      if (target.dispatchEvent(event) && key === "Enter") target.click();
    }
  }

  function silence() {
    const keys = take();
    if (keys.length <= MOST_BY_FINGERS) release(keys);
  }

  function end() {
    const keys = take();
    const code = keys
      .slice(0, -1)
      .map(({ key }) => key)
      .join("");
    if (code.length >= SHORTEST_CODE) scanned(code);
    else release(keys);
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (released.has(event) || event.key === "Shift") return;
      if (!isTyped(event, held.length > 0)) {
        release(take()); // no scanner sends this: all in the order in which it was pressed
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(timer);
      held.push(event);
      if (event.key === "Enter") end();
      else timer = setTimeout(silence, GAP_MS);
    },
    { capture: true },
  );
}

/** A sign; Enter and Space only within a burst, since alone they press the button in focus. */
function isTyped(event, bursting) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return false;
  if (event.key === "Enter" || event.key === " ") return bursting;
  return event.key.length === 1;
}

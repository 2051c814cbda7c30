// From a key to an action. While a field is being typed in, keys are text; in a dialog they are the dialog's.

import { ACTIONS } from "./actions.js";

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const PRESSED_BY_SPACE = "button, a, input, select, textarea, summary, [role=button]";
const PRESSED_BY_ENTER = "button, a, input, textarea, summary, [role=button]";

/** The letter of a key, whatever the layout: Cyrillic keys count as the Latin letter printed beside theirs. */
export function letterOf(event) {
  if (/^[a-z?]$/i.test(event.key)) return event.key.toUpperCase();
  return /^Key([A-Z])$/.exec(event.code)?.[1] ?? null;
}

/** The id of the action that a key press on the page asks for, or null. */
export function actionFor(event, { letters, view }) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing)
    return null;
  const target = event.target;
  if (event.key === "Enter" && view && !view.open)
    return target.matches?.(PRESSED_BY_ENTER) ? null : "session"; // its one primary button
  const named = ACTIONS.find((action) => action.keys?.includes(event.key));
  if (named && event.key !== " ") return named.id;
  if (!letters || target.matches?.(TYPING)) return null;
  if (event.key === " ") return target.matches?.(PRESSED_BY_SPACE) ? null : named.id;
  const letter = letterOf(event);
  return ACTIONS.find((action) => action.letter === letter)?.id ?? null;
}

/** In a dialog: digits choose among the numbered choices, letters press the buttons that bear them. */
export function pressInDialog(event, dialog, letters) {
  if (
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    event.repeat ||
    event.target.matches?.(TYPING)
  )
    return false;
  if (!letters) return false;
  const digit =
    /^[1-9]$/.test(event.key) && dialog.querySelector(`[data-digit="${event.key}"]:not(:disabled)`);
  const letter = letterOf(event);
  const pressed =
    digit || (letter && dialog.querySelector(`[data-letter="${letter}"]:not(:disabled)`));
  if (!pressed) return false;
  pressed.click();
  if (digit) pressed.focus();
  return true;
}

/** Give every key pressed in `target` to the desk's open dialog or to its actions. Returns what stops that. */
export function listen(desk, target) {
  const onKey = (event) => {
    const dialog = target.document.querySelector("dialog[open]");
    if (dialog) {
      if (pressInDialog(event, dialog, desk.state.letters)) event.preventDefault();
      return;
    }
    const action = actionFor(event, desk.state);
    if (!action) return;
    event.preventDefault();
    desk.act(action);
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

// The whole way by a few keys: arrows move, Enter chooses (as on every button), Escape goes back, digits choose.

const BUTTONS = "button:not(:disabled)";
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** `actions` is {type(key), back, toggleSpeech, repeat, volume(step)}; `type` says whether it took the key. */
export function listenToKeys(actions) {
  const plain = {
    Escape: actions.back,
    b: () => document.querySelector("[data-booked]")?.click(),
    s: actions.toggleSpeech,
    "*": actions.toggleSpeech,
    F2: actions.toggleSpeech,
    r: actions.repeat,
    "#": actions.repeat,
    "+": () => actions.volume(1),
    "-": () => actions.volume(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const dialog = document.querySelector("dialog[open]");
    if (!dialog && actions.type(event.key)) {
      event.preventDefault();
    } else if (event.key in STEPS) {
      event.preventDefault();
      move(dialog ?? document, STEPS[event.key]);
    } else if (/^[1-9]$/.test(event.key) && !dialog) {
      document.querySelectorAll("[data-choice], [data-another]")[Number(event.key) - 1]?.click();
    } else if (event.key === "0" && !dialog) {
      document.querySelector("[data-primary]")?.click();
    } else if (event.key in plain && !(dialog && event.key === "Escape")) {
      event.preventDefault();
      plain[event.key]();
    }
  });
}

/** Focus the next or previous button in reading order, round and round. */
function move(within, step) {
  const buttons = [...within.querySelectorAll(BUTTONS)];
  if (buttons.length === 0) return;
  const here = document.activeElement ?? document.body;
  const at = buttons.indexOf(here);
  if (at >= 0) {
    buttons[(at + step + buttons.length) % buttons.length].focus();
    return;
  }
  const follows = (button) =>
    here.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
  const after = here === document.body ? buttons : buttons.filter(follows);
  const before = buttons.filter((button) => !after.includes(button));
  const next = step > 0 ? (after[0] ?? buttons[0]) : (before.at(-1) ?? buttons.at(-1));
  next.focus();
}

// What pressing an action does, by button or key: give its command, or open its dialog.

import { possible } from "./actions.js";
import { DIALOGS } from "./dialogs/index.js";
import { askForList } from "./listing.js";

const SECOND_NEXT_MS = 1000;

/** `act(id, ticket?)` for `desk`; `ticket` is the one that a list should open with. */
export function createAct(desk, toggleOnTop) {
  const { commands } = desk;
  const dialog = (name) => (ticket) => desk.ask(name, DIALOGS[name].start?.(desk.state, ticket));
  const listing = (name) => (ticket) => {
    dialog(name)(ticket);
    askForList(desk);
  };
  const acts = {
    next: patiently(() => (isCalled(desk) ? desk.ask("settle") : commands.next())),
    recall: commands.recall,
    start: commands.start,
    finish: dialog("finish"),
    no_show: commands.noShow,
    return: commands.putBack,
    park: dialog("park"),
    transfer: dialog("transfer"),
    waiting: listing("waiting"),
    parked: listing("parked"),
    missed: dialog("missed"),
    precedence: dialog("precedence"),
    serve: dialog("serve"),
    undo: commands.undo,
    pause: () => (desk.state.view.paused ? commands.resume() : dialog("pause")()),
    session() {
      const { view } = desk.state;
      if (view.open) dialog("close")();
      else if (view.held) dialog("takeover")();
      else commands.open();
    },
    lock: () => desk.lock.close(),
    alarm: dialog("alarm"),
    more: dialog("more"),
    help: dialog("help"),
    ontop() {
      desk.set({ dialog: null });
      toggleOnTop();
    },
  };
  return (id, ticket) => {
    if (possible(id, desk.state, desk.clock)) acts[id](ticket);
  };
}

function isCalled(desk) {
  return desk.state.view.ticket?.state === "called";
}

/** A second press within a second is one too many, not another wish. */
function patiently(press) {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < SECOND_NEXT_MS) return;
    last = now;
    press();
  };
}

// Follow a view: a snapshot first, then every newer one. After any reconnect it watches again and is right.

import { announce } from "/static/js/api.js";
import { keepToken, leadToPairing } from "/static/js/device.js";
import { draft, watchDraft } from "/static/js/preview.js";
import { renewTexts } from "/static/js/texts.js";
import { io } from "/static/vendor/socket.io.esm.min.js";

/** The views of screens that have a token of their own. */
const DEVICES = ["kiosk", "display", "board"];
/** A connection that was refused is tried again after so long. */
const REFUSED_MS = 5000;

/** What is not in the office configuration may be in its next revision: asked for again after so long. */
const ASK_AGAIN_MS = 5000;

/**
 * `request` is {view, branch, id}. `onState(state, rev)` gets each newer state; `onConnection(connected)`
 * says when the server is lost and when it is back; `onProblem(problem)` says why nothing can be watched,
 * or can be no more: what a new revision of the office lacks may come back with a later one.
 * Returns the socket, for what a page says besides.
 */
export function watch(request, { onState, onConnection = () => {}, onProblem = () => {} }) {
  if (draft) return watchDraft(request, { onState, onConnection, onProblem });
  const socket = io({
    transports: ["websocket"],
    reconnectionDelay: 250,
    reconnectionDelayMax: 500,
    timeout: 1500,
  });
  let newest = -1;
  let revision = null;
  let last = null;
  let isDevice = DEVICES.includes(request.view);
  if (isDevice) leadToPairing();

  function take(rev, state) {
    if (rev < newest) return;
    newest = rev;
    if (isDevice && !state.office?.demo) keepToken();
    isDevice = false;
    last = state;
    onState(state, rev);
    reword(state.revision);
  }

  /** A new revision may have put the page's texts in other words: they are loaded, and the page drawn with them. */
  async function reword(next) {
    const before = revision;
    revision = next;
    if (before === null || before === next) return;
    try {
      await renewTexts();
      onState(last, newest);
    } catch {
      if (revision === next) revision = before; // the server was lost; with the next state once more
    }
  }

  function begin() {
    socket.timeout(2000).emit("watch", request, (late, answer) => {
      if (late) {
        if (socket.connected) begin();
        return;
      }
      if (answer.error) {
        announce(answer.error);
        onProblem(answer.error);
        if (request.view !== "ticket") setTimeout(() => socket.connected && begin(), ASK_AGAIN_MS);
        return;
      }
      take(answer.rev, answer.state);
      onConnection(true);
    });
  }

  socket.on("connect", begin);
  socket.on("disconnect", () => onConnection(false));
  socket.on("connect_error", () => {
    onConnection(false);
    if (!socket.active) setTimeout(() => socket.connect(), REFUSED_MS);
  });
  socket.on("view", (message) => {
    if (message.view === request.view && message.id === request.id)
      take(message.rev, message.state);
  });
  socket.on("gone", (message) => {
    if (message.view === request.view && message.id === request.id) onProblem(message.error);
  });
  return socket;
}

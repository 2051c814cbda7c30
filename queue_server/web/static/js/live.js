// Follow a view: a snapshot first, then every newer one. After any reconnect it watches again and is right.

import { io } from "/static/vendor/socket.io.esm.min.js";

/**
 * `request` is {view, branch, id}. `onState(state, rev)` gets each newer state; `onConnection(connected)`
 * says when the server is lost and when it is back; `onProblem(problem)` says why nothing can be watched.
 * Returns the socket, for what a page says besides.
 */
export function watch(request, { onState, onConnection = () => {}, onProblem = () => {} }) {
  const socket = io({
    transports: ["websocket"],
    reconnectionDelay: 250,
    reconnectionDelayMax: 500,
    timeout: 1500,
  });
  let newest = -1;

  function take(rev, state) {
    if (rev < newest) return;
    newest = rev;
    onState(state, rev);
  }

  function begin() {
    socket.timeout(2000).emit("watch", request, (late, answer) => {
      if (late) {
        if (socket.connected) begin();
        return;
      }
      if (answer.error) {
        onProblem(answer.error);
        return;
      }
      take(answer.rev, answer.state);
      onConnection(true);
    });
  }

  socket.on("connect", begin);
  socket.on("disconnect", () => onConnection(false));
  socket.on("connect_error", () => onConnection(false));
  socket.on("view", (message) => {
    if (message.view === request.view && message.id === request.id)
      take(message.rev, message.state);
  });
  return socket;
}

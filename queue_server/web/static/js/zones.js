// Times by the office's clocks, wherever the reader's computer thinks it is.

/** The time zone of the branch `id` among `branches`; of the first one where it is none of them. */
export function zoneIn(branches, id) {
  return (branches.find((branch) => branch.id === id) ?? branches[0])?.time_zone;
}

/** The moment at which clocks of `zone` show `text`, such as 2026-12-24T06:00. */
export function momentIn(zone, text) {
  const wanted = Date.parse(`${text}Z`);
  let at = wanted;
  // Near a change of the clocks the first guess may have the other offset.
  for (let guess = 0; guess < 2; guess += 1) at = wanted - (shownIn(zone, at) - at);
  return new Date(at).toISOString();
}

/** What clocks of `zone` show at a moment, as if it were UTC. */
function shownIn(zone, at) {
  const text = new Date(at).toLocaleString("sv-SE", { timeZone: zone });
  return Date.parse(`${text.replace(" ", "T")}Z`);
}

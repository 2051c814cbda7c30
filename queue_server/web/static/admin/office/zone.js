// Times of the office: told and read in the zone that all its branches share, else in this computer's.

/** The zone that counts for the whole office. */
export function zoneOf(branches) {
  const zones = new Set(branches?.map((branch) => branch?.time_zone));
  const [shared] = zones;
  return zones.size === 1 && isZone(shared)
    ? shared
    : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(name) {
  try {
    return Boolean(name && new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
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

// The office's time zone: the one that all its branches share, else this computer's.

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

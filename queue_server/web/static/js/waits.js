// An expected wait in words, the same on every page that tells it.

const LONGEST_IN_MINUTES = 99;

/** Whole minutes {low, high} as they are told: long ones in steps of five, `low` 0 where only the end is told. */
export function toldMinutes({ low, high }) {
  const step = high > LONGEST_IN_MINUTES ? 5 : 1;
  const told = { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step };
  return told.low === told.high ? { ...told, low: 0 } : told;
}

/** "up to 5 min", "10–15 min", "2 h – 2 h 45 min". */
export function waitWords(t, minutes) {
  const { low, high } = toldMinutes(minutes);
  if (low === 0) return t("wait.up_to", { time: timeWords(t, high) });
  if (high <= LONGEST_IN_MINUTES) return t("wait.range", { low, high });
  return `${timeWords(t, low)} – ${timeWords(t, high)}`;
}

/** Whole minutes as "5 min", "2 h", "2 h 45 min"; never broken over two lines, so that a range breaks between its times. */
export function timeWords(t, total) {
  const hours = Math.floor(total / 60);
  const minutes = total % 60;
  const unit = hours === 0 ? "minutes" : minutes === 0 ? "hours" : "hours_minutes";
  return t(`time.${unit}`, { hours, minutes }).replaceAll(" ", "\u00a0");
}

// What the hour asks for: which pictures and videos, and how loud. Pure: playlists, calls, the server's time.

import { ageSeconds } from "./calls.js";
import { hourAndMinute } from "./clock.js";

/** After a call videos stay silent for so long, also on displays that do not speak it. */
export const HUSHED_SECONDS = 12;

function isNow(hours, time) {
  return hours.from <= time && time < hours.to;
}

/** The items of every playlist of this hour; one without hours is always due. */
export function itemsNow(playlists, nowMs, timeZone) {
  const time = hourAndMinute(nowMs, timeZone);
  return playlists
    .filter(({ hours }) => hours.length === 0 || hours.some((one) => isNow(one, time)))
    .flatMap(({ items }) => items);
}

/** How loud a display is now, from 0 to 1: what the first interval says that holds, else 1. */
export function levelNow(volume, nowMs, timeZone) {
  const time = hourAndMinute(nowMs, timeZone);
  const hours = (volume ?? []).find((one) => isNow(one, time));
  return hours ? hours.level / 100 : 1;
}

/** Whether a call is being spoken, here or near by. */
export function isHushed(calls, speaking, nowMs) {
  return (
    speaking !== null ||
    calls.some((call) => call.active && ageSeconds(call, nowMs) < HUSHED_SECONDS)
  );
}

// The server's clock as this page knows it, and durations and hours in words.

/** A clock set by the server's `now` (RFC 3339); the computer's own clock plays no part. */
export function clockFrom(now) {
  const server = Date.parse(now);
  const received = performance.now();
  return () => server + performance.now() - received;
}

/** Whole seconds from `moment` (RFC 3339) until now, never negative. */
export function secondsSince(moment, clock) {
  return Math.max(0, Math.floor((clock() - Date.parse(moment)) / 1000));
}

/** Whole seconds from now until `moment` (RFC 3339), 0 once it has passed or when there is none. */
export function secondsUntil(moment, clock) {
  return moment ? Math.max(0, Math.ceil((Date.parse(moment) - clock()) / 1000)) : 0;
}

/** 83 → "1:23", 3723 → "1:02:03". */
export function asTimer(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** A duration in words of whole minutes: "4 min", "1 h 5 min", "under a minute". */
export function asMinutes(t, seconds) {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  if (minutes < 1) return t("time.under_minute");
  if (minutes < 60) return t("time.minutes", { minutes });
  return t("time.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** The branch's time of day for which a ticket's visit was booked, as the server writes it; else empty. */
export function bookedFor(ticket) {
  return ticket.booked_at?.slice(11, 16) ?? "";
}

/** The hour of `moment` in the branch's time zone: "10:15". */
export function asHour(moment, language, timeZone) {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(moment));
}

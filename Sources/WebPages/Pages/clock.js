// The district's wall clock, whatever zone the phone is set to.

const formats = new Map();

function format(zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "iso8601", numberingSystem: "latn", hourCycle: "h23", era: "short", year: "numeric",
      month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    }));
  }
  return formats.get(zone);
}

/** What the clock shows at an instant (seconds since 1970), as seconds since 1970-01-01 00:00 on that clock. */
export function wallSeconds(instant, zone) {
  const parts = {};
  for (const { type, value } of format(zone).formatToParts(new Date(instant * 1000))) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** The first instant at which the clock shows that or, where it jumps over it, more. */
export function firstInstant(wall, zone) {
  const offsets = [wall - 86400, wall + 86400].map((guess) => wallSeconds(guess, zone) - guess);
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = candidates.find((instant) => wallSeconds(instant, zone) === wall);
  if (exact !== undefined) return exact;
  // The clock jumps over it: the jump is where the earlier offset ends.
  let [low, high] = candidates;
  while (high - low > 1) {
    const half = Math.floor((low + high) / 2);
    if (wallSeconds(half, zone) >= wall) high = half;
    else low = half;
  }
  return high;
}

/** `2026-11-24T20:00:00+08:00` of an instant in a zone. */
export function localText(instant, zone) {
  const wall = wallSeconds(instant, zone);
  const offset = Math.round((wall - instant) / 60);
  const two = (number) => String(number).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const zoneText = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return new Date(wall * 1000).toISOString().slice(0, 19) + zoneText;
}

/** The day `YYYY-MM-DD` of an instant in a zone. */
export const localDay = (instant, zone) => localText(instant, zone).slice(0, 10);

/** Seconds since 1970, now. */
export const now = () => Math.floor(Date.now() / 1000);

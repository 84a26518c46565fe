// Distances, times and ages in words.

import { language, locale, say } from "./language.js";

/** Streets are longer than straight lines, by about so much. */
const detour = 1.3;
/** Metres in a minute. */
const paces = { onFoot: 80, byEbike: 250 };

/** `310 m`, `1.2 km`: rounded as roughly as one can judge. */
export function distance(metres) {
  if (metres < 995) return say("metres", { count: metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10 });
  const kilometres = metres / 1000;
  return say("kilometres", { count: kilometres < 9.95 ? kilometres.toFixed(1) : Math.round(kilometres).toLocaleString(locale) });
}

/** How long it takes, `onFoot` or `byEbike`, from the straight line. */
export function travelTime(metres, manner) {
  const minutes = Math.max(1, Math.round((metres * detour) / paces[manner]));
  if (minutes < 120) return say(manner, { count: minutes });
  return say(`${manner}Hours`, { count: Math.round(minutes / 60).toLocaleString(locale) });
}

/** So many people. */
export const people = (count) => (count === 1 ? say("onePerson") : say("people", { count }));

/** How long ago an instant was, seconds since 1970. */
export function age(instant) {
  const minutes = Math.floor((Date.now() / 1000 - instant) / 60);
  if (minutes < 1) return say("justNow");
  if (minutes < 60) return say("minutesAgo", { count: minutes });
  if (minutes < 48 * 60) return say("hoursAgo", { count: Math.floor(minutes / 60) });
  return say("daysAgo", { count: Math.floor(minutes / 1440) });
}

/** The time of day that an RFC 3339 text shows: the district's, whatever zone the phone is set to. */
export const timeOf = (text) => text.slice(11, 16);

/** The same with the day, unless that is the day of another such text. */
export function momentOf(text, asOf) {
  if (text.slice(0, 10) === asOf.slice(0, 10)) return timeOf(text);
  const dayOf = (day) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  const days = (dayOf(text) - dayOf(asOf)) / 86400000;
  if (days === 1) return say("tomorrow", { time: timeOf(text) });
  const date = new Date(dayOf(text));
  const form = days > 0 && days < 7
    ? { weekday: language === "zh" ? "long" : "short" }
    : { year: days > 300 ? "numeric" : undefined, month: "short", day: "numeric" };
  return `${new Intl.DateTimeFormat(locale, { ...form, timeZone: "UTC" }).format(date)} ${timeOf(text)}`;
}

/** A day `YYYY-MM-DD…` in words. */
export function dayOf(text) {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

// Whether a place is open, and until when: as the server tells it, for the phone that is offline.

import { firstInstant, wallSeconds } from "./clock.js";
import { dayCode, parse } from "./hours-parser.js";

const day = 1440;
/** How many days ahead a change is looked for where the months matter. */
const horizon = 3000;
const parsed = new Map();

/** The public holidays of the years in which they are known. */
export class Holidays {
  constructor(days = [], years = []) {
    this.days = new Set(days.map((text) => Date.parse(`${text}T00:00:00Z`) / 86400000));
    this.years = new Set(years);
    const ends = years.map((year) => Date.UTC(year, 11, 31) / 86400000);
    this.last = Math.max(-Infinity, ...this.days, ...ends);
  }

  /** True, false, or nothing when it is not known. */
  includes(number) {
    if (this.days.has(number)) return true;
    return this.years.has(new Date(number * 86400000).getUTCFullYear()) ? false : undefined;
  }
}

/**
 * `{ state, nextChange }` of an expression at an instant (seconds since 1970): `open`, `closed`, or `unknown` where the
 * holidays are not known or the expression is not understood; the instant at which that changes, if it does.
 */
export function statusOf(expression, instant, zone, holidays) {
  const rules = rulesOf(expression);
  if (!rules) return { state: "unknown" };
  if (rules.every((rule) => rule.isOff)) return { state: "closed" };
  const wall = Math.floor(wallSeconds(instant, zone) / 60);
  const days = new Days(rules, holidays);
  const state = days.state(wall);
  let minute = wall;
  while (minute <= days.end(Math.floor(wall / day))) {
    minute = days.nextBoundary(minute);
    if (days.state(minute) === state) continue;
    const change = firstInstant(minute * 60, zone);
    const landed = Math.floor(wallSeconds(change, zone) / 60);
    if (landed === minute || days.state(landed) !== state) return { state, nextChange: change };
    // The clock jumps over this boundary.
    minute = landed;
  }
  return { state };
}

function rulesOf(expression) {
  if (!parsed.has(expression)) parsed.set(expression, parse(expression));
  return parsed.get(expression);
}

/** An expression's rules, asked minute by minute of the wall clock, counted from 1970. */
class Days {
  constructor(rules, holidays) {
    this.rules = rules;
    this.holidays = holidays;
    this.facts = new Map();
    this.usesMonths = rules.some((rule) => rule.months.length > 0);
    this.usesWeekdays = rules.some((rule) => rule.weekdays.size > 0 || rule.holidays);
    this.usesHolidays = rules.some((rule) => rule.holidays && rule.weekdays.size < 7);
    this.passesMidnight = rules.some((rule) => rule.spans.some(([, end]) => end > day));
  }

  /** The last minute worth looking at: without months each week is like the one before. */
  end(number) {
    if (this.usesMonths) return (number + horizon) * day;
    if (!this.usesHolidays) return (number + (this.usesWeekdays ? 15 : 3)) * day;
    return Math.min(Math.max(this.holidays.last, number) + 15, number + horizon) * day;
  }

  /** What rules ask of a day, by its number from 1970-01-01, a Thursday. */
  of(number) {
    if (!this.facts.has(number)) {
      const date = new Date(number * 86400000);
      this.facts.set(number, {
        weekday: (((number + 3) % 7) + 7) % 7,
        code: dayCode(date.getUTCMonth() + 1, date.getUTCDate()),
        holiday: this.usesHolidays ? this.holidays.includes(number) : false,
      });
    }
    return this.facts.get(number);
  }

  state(wall) {
    const number = Math.floor(wall / day);
    const minute = wall - number * day;
    const [today, yesterday] = [this.of(number), this.of(number - 1)];
    const answers = new Set();
    // Both answers for each day of which it is not known whether it is a holiday.
    for (const first of possibilities(today)) {
      for (const second of this.passesMidnight ? possibilities(yesterday) : [yesterday]) {
        answers.add(this.isOpen(minute, first, second));
      }
    }
    if (answers.size === 2) return "unknown";
    return answers.has(true) ? "open" : "closed";
  }

  /** The last rule that speaks of the minute decides; a day is asked of no rule before the last that replaces it. */
  isOpen(minute, today, yesterday) {
    let [asksToday, asksYesterday] = [true, this.passesMidnight];
    for (let place = this.rules.length - 1; place >= 0 && (asksToday || asksYesterday); place -= 1) {
      const rule = this.rules[place];
      const replaces = rule.isOff ? rule.spans.length === 0 : !rule.isAdditional;
      if (asksToday && names(rule, today)) {
        if (covers(rule, minute)) return !rule.isOff;
        asksToday = !replaces;
      }
      if (asksYesterday && names(rule, yesterday)) {
        if (covers(rule, minute + day)) return !rule.isOff;
        asksYesterday = !replaces;
      }
    }
    return false;
  }

  /** The first minute after one at which the state may change, the next midnight at the latest. */
  nextBoundary(wall) {
    const start = Math.floor(wall / day) * day;
    const candidates = this.rules.flatMap((rule) => rule.spans.flat()).flatMap((minute) => [minute, minute - day]);
    return candidates.map((minute) => start + minute).reduce(
      (next, minute) => (minute > wall && minute < next ? minute : next), start + day);
  }
}

function possibilities(facts) {
  return facts.holiday === undefined ? [true, false].map((holiday) => ({ ...facts, holiday })) : [facts];
}

function names(rule, facts) {
  const { code, weekday, holiday } = facts;
  const isInYear = ([first, last]) => (first <= last ? first <= code && code <= last : code >= first || code <= last);
  if (rule.months.length > 0 && !rule.months.some(isInYear)) return false;
  if (rule.weekdays.size === 0 && !rule.holidays) return true;
  return rule.weekdays.has(weekday) || (rule.holidays && holiday);
}

/** A rule that closes a whole day covers nothing: it only does away with what started on that day. */
function covers(rule, minute) {
  if (rule.spans.length === 0) return !rule.isOff && minute < day;
  return rule.spans.some(([start, end]) => start <= minute && minute < end);
}

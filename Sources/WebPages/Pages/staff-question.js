// What the staff's screen is about: a period, a town or a station. It stands in the address, so that a view can be kept.

import { query } from "./api.js";
import { say } from "./language.js";

const dayMilliseconds = 86400000;
const parsed = (day) => new Date(`${day}T00:00:00Z`);
const text = (date) => date.toISOString().slice(0, 10);
const isDay = (day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") && !Number.isNaN(parsed(day).getTime());

/** Periods by the words of the address, in the order in which they are offered, each from today. */
const presets = {
  "this-month": { label: "thisMonth", days: (today) => [monthStart(today, 0), today] },
  "last-month": { label: "lastMonth", days: (today) => [monthStart(today, -1), dayBefore(monthStart(today, 0))] },
  "this-quarter": {
    label: "thisQuarter", days: (today) => [monthStart(today, -(parsed(today).getUTCMonth() % 3)), today],
  },
  "this-year": { label: "thisYear", days: (today) => [`${today.slice(0, 4)}-01-01`, today] },
  "since-2022": { label: "sinceStart", days: (today) => ["2022-01-01", today] },
};
const usual = "this-month";
/** The word for days of one's own. */
export const own = "own";

/** The first day of a month, so many after that of a day. */
function monthStart(day, months) {
  const date = parsed(day);
  return text(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

const dayBefore = (day) => text(new Date(parsed(day).getTime() - dayMilliseconds));

/** `[word, label]` of every period that can be chosen. */
export const periods = () =>
  [...Object.entries(presets).map(([word, { label }]) => [word, say(label)]), [own, say("ownDays")]];

/** A question of one period, and of one town or one station where these are given. */
export class Question {
  constructor({ period, from, to, town, station }) {
    Object.assign(this, { period, from, to, town, station });
  }

  /** The question of an address; what makes no sense there is passed over. */
  static of(address, today) {
    const fields = new URLSearchParams(address);
    const place = { town: fields.get("town") || undefined, station: fields.get("station") || undefined };
    const [from, to] = [fields.get("from"), fields.get("to")];
    if (isDay(from) && isDay(to) && from <= to) return new Question({ period: own, from, to, ...place });
    return Question.during(presets[fields.get("period")] ? fields.get("period") : usual, today, place);
  }

  /** The question of a preset. */
  static during(period, today, place) {
    const [from, to] = presets[period].days(today);
    return new Question({ period, from, to, ...place });
  }

  /** The key of what is wrong with days, or nothing. */
  static faultOf(from, to) {
    if (!isDay(from) || !isDay(to)) return "daysNeeded";
    return to < from ? "daysReversed" : undefined;
  }

  /** The address of the view. */
  get address() {
    const days = this.period === own ? { from: this.from, to: this.to } : { period: this.period };
    return `/staff${query({ ...(this.station ? { station: this.station } : { town: this.town }), ...days })}`;
  }

  /** The address of another station's view, or of the district's, of the same period. */
  addressOf(station) {
    return new Question({ ...this, station, town: station ? undefined : this.town }).address;
  }

  /** What the calls on statistics are asked. */
  get parameters() {
    const place = this.station ? { station: this.station } : { town: this.town };
    return { from: this.from, to: this.to, ...place };
  }

  /** The path of a call, with what it takes besides. */
  path(call, others = {}) {
    return `${call}${query({ ...this.parameters, ...others })}`;
  }

  /** Whether a month `YYYY-MM` lies in the period only in part. */
  isPart(month) {
    return (this.from.startsWith(month) && !this.from.endsWith("-01"))
      || (this.to.startsWith(month) && this.to < dayBefore(monthStart(this.to, 1)));
  }
}

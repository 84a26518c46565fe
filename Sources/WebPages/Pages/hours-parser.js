// Reads opening hours in the subset of OpenStreetMap's syntax that the server takes, for which it refuses all else.

const weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of a year as a number that orders like days. */
export const dayCode = (month, day) => month * 32 + day;

/**
 * The rules of an expression, or nothing for what is not understood. A rule is
 * `{ isAdditional, months: [[first, last]], weekdays: Set of 0 (Monday) … 6, holidays, spans: [[start, end]], isOff }`,
 * with day codes and minutes from midnight; an empty list stands for all.
 */
export function parse(text) {
  try {
    return new Parser(text).rules();
  } catch (fault) {
    if (fault instanceof Misread) return undefined;
    throw fault;
  }
}

class Misread extends Error {}

class Parser {
  constructor(text) {
    this.text = text.toLowerCase();
    this.at = 0;
  }

  rules() {
    const rules = [];
    let isAdditional = false;
    while (true) {
      rules.push(this.rule(isAdditional));
      if (this.at === this.text.length) return rules;
      const sign = this.take(/[;,]/y);
      if (!sign) throw new Misread();
      isAdditional = sign === ",";
    }
  }

  rule(isAdditional) {
    const rule = { isAdditional, months: [], weekdays: new Set(), holidays: false, spans: [], isOff: false };
    this.take(/[ \t]+/y);
    const start = this.at;
    if (!this.take(/24\/7(?!\d)/y)) {
      this.readMonths(rule);
      this.take(/[ \t]+/y);
      this.readDays(rule);
      this.take(/[ \t]+/y);
      this.readSpans(rule);
    }
    this.take(/[ \t]+/y);
    rule.isOff = Boolean(this.word(["off", "closed"]));
    this.take(/[ \t]+/y);
    if (this.at === start) throw new Misread();
    return rule;
  }

  readMonths(rule) {
    let month = this.word(months);
    while (month) {
      rule.months.push(this.monthDays(months.indexOf(month) + 1));
      if (!this.sign(",")) return;
      month = this.word(months);
      if (!month) throw new Misread();
    }
  }

  /** The rest of a range whose first month is read. */
  monthDays(month) {
    const day = this.dayNumber();
    if (day === undefined) {
      const last = this.sign("-") ? this.expected(months) + 1 : month;
      return [dayCode(month, 1), dayCode(last, lastDays[last - 1])];
    }
    if (!this.sign("-")) return [dayCode(month, day), dayCode(month, day)];
    const word = this.word(months);
    const last = word ? months.indexOf(word) + 1 : month;
    const lastDay = this.dayNumber();
    if (lastDay === undefined) throw new Misread();
    return [dayCode(month, day), dayCode(last, lastDay)];
  }

  /** A number that is not the hour of a time. */
  dayNumber() {
    const digits = this.take(/[ \t]*\d{1,2}(?![\d:/])/y);
    return digits === undefined ? undefined : Number(digits);
  }

  readDays(rule) {
    let isFirst = true;
    do {
      const day = this.word(["ph", ...weekdays]);
      if (day === "ph") {
        rule.holidays = true;
      } else if (day) {
        const first = weekdays.indexOf(day);
        const last = this.sign("-") ? this.expected(weekdays) : first;
        for (let offset = 0; offset <= (last - first + 7) % 7; offset += 1) rule.weekdays.add((first + offset) % 7);
      } else if (isFirst) {
        return;
      } else {
        throw new Misread();
      }
      isFirst = false;
    } while (this.sign(","));
  }

  readSpans(rule) {
    while (/\d/.test(this.text[this.at] ?? "")) {
      const span = this.take(/\d{1,2}:\d\d[ \t]*-[ \t]*\d{1,2}:\d\d/y);
      if (!span) throw new Misread();
      const [start, end] = span.split("-").map((time) => time.split(":")).map(([h, m]) => Number(h) * 60 + Number(m));
      rule.spans.push([start, end <= start ? end + 1440 : end]);
      const before = this.at;
      if (!this.sign(",")) return;
      if (!/\d/.test(this.text[this.at] ?? "") || this.text.startsWith("24/7", this.at)) {
        // The comma joins another rule.
        this.at = before;
        return;
      }
    }
  }

  expected(words) {
    const word = this.word(words);
    if (!word) throw new Misread();
    return words.indexOf(word);
  }

  word(words) {
    const start = this.at;
    const word = this.take(/[a-z]+/y);
    if (words.includes(word)) return word;
    this.at = start;
    return undefined;
  }

  sign(sign) {
    return Boolean(this.take(new RegExp(`[ \\t]*${sign}[ \\t]*`, "y")));
  }

  /** Takes what matches here. */
  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return found || undefined;
  }
}

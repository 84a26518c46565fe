// Figures and changes as people read them, a dash for what is not known.

import { locale } from "./language.js";

/** What is not known. */
export const none = "–";
const whole = new Intl.NumberFormat(locale, { useGrouping: "always" });
const signed = new Intl.NumberFormat(locale, { useGrouping: "always", signDisplay: "exceptZero" });
const share = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signedShare = new Intl.NumberFormat(locale, {
  style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero",
});

const isKnown = (number) => number !== undefined && number !== null;
/** A minus sign that is as wide as a plus. */
const withMinus = (text) => text.replace("-", "−");

/** `12,345` */
export const count = (number) => (isKnown(number) ? whole.format(number) : none);

/** `12.3%` of a whole. */
export const part = (number, all) => (all > 0 ? share.format(number / all) : none);

/** `+1,234`: how much more there is than before. */
export const difference = (now, before) =>
  (isKnown(now) && isKnown(before) ? withMinus(signed.format(now - before)) : none);

/** `+12.3%`: the same as a share of what was before. */
export const change = (now, before) =>
  (isKnown(now) && before > 0 ? withMinus(signedShare.format((now - before) / before)) : none);

// Tables of figures. One that is too wide scrolls by itself; one that is long shows its first rows until more are wanted.

import { element } from "./dom.js";
import { say } from "./language.js";
import { count } from "./staff-numbers.js";

/** Of a table of more rows than `many` only a `few` are shown until more are wanted; printed they all are. */
const [few, many] = [15, 24];

/**
 * A table. `columns` are `{ name, isNumber, isWhole, detail }`, where whole cells are not broken into lines; the cells of
 * `rows` are texts or elements, the first of each names its row. A `total` is a last row. A caption that says what the
 * heading above it says `isRepeated`: it is for screen readers alone. One that `isUnfolded` shows all of its rows.
 */
export function table({ caption, isRepeated, isUnfolded, columns, rows, total }) {
  const body = element("tbody", {}, ...rows.map((cells, number) => row(columns, cells, number >= few ? "rest" : undefined)));
  const foot = total && element("tfoot", {}, row(columns, total, "total"));
  const head = element("thead", {}, element("tr", {}, ...columns.map(heading)));
  const whole = element("table", {}, element("caption", { class: isRepeated && "unseen" }, caption), head, body, foot);
  // What scrolls must be reached by keys, and say what it is.
  const box = element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("tableOf", { caption }) }, whole);
  if (isUnfolded || rows.length <= many) return box;
  box.classList.add("few");
  return element("div", {}, box, expander(box, rows.length));
}

/** A text that is broken into lines at its spaces alone: not at the hyphens of a day. */
export const brokenAtSpaces = (text) => element("span", {}, ...text.split(/( )/).map(
  (part) => (part === " " ? part : element("span", { class: "whole" }, part))));

const kind = ({ isNumber, isWhole }) => (isNumber ? "number" : isWhole && "whole");

const heading = ({ name, detail, ...column }) => element(
  "th", { scope: "col", class: kind(column) }, name, detail && element("small", {}, brokenAtSpaces(detail)));

function row(columns, cells, rank) {
  return element("tr", { class: rank }, ...cells.map((cell, place) => {
    const attributes = { class: kind(columns[place]) };
    return place === 0 ? element("th", { scope: "row", ...attributes }, cell) : element("td", attributes, cell);
  }));
}

function expander(box, rowCount) {
  const button = element("button", { type: "button", class: "plain expander", "aria-expanded": "false" });
  const label = () => {
    const isFew = box.classList.contains("few");
    button.textContent = isFew ? say("showAllRows", { count: count(rowCount) }) : say("showFewRows");
    button.setAttribute("aria-expanded", String(!isFew));
  };
  button.addEventListener("click", () => {
    box.classList.toggle("few");
    label();
  });
  label();
  return button;
}

// The statistics cut by month, town, worker group, service, and hour of the week: for each a chart that the server draws,
// and the figures of it in a table.

import { element } from "./dom.js";
import { say } from "./language.js";
import { figures, picture } from "./staff-api.js";
import { count, part } from "./staff-numbers.js";
import { table } from "./staff-table.js";
import { nothing } from "./staff-block.js";

const numbers = ["visitsMade", "personVisits", "visitorsSeen"].map((key) => ({ key }));
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** `{ chart, title, by }` of each, in their order; `chart` is the server's word. */
export const cuts = [
  { chart: "month", title: "byMonth", by: "month" },
  { chart: "town", title: "byTown", by: "town", isOfDistrict: true },
  { chart: "group", title: "byGroup", by: "group" },
  { chart: "service", title: "byService", by: "service" },
  { chart: "hours", title: "byHours", by: "weekday,hour" },
];

/** The chart and the table of a cut, `width` pixels wide. */
export async function cutNodes(cut, question, token, words, width) {
  const path = question.path(`/v1/usage/charts/${cut.chart}`, { width });
  const [answer, drawing] = await Promise.all([
    figures(question.path("/v1/usage", { by: cut.by }), token), picture(path, token),
  ]);
  if (answer.total.visits === 0) return nothing(say("noVisitsThen"));
  const figure = element("figure", { class: "chart" }, drawing);
  if (cut.chart === "hours") return element("div", { class: "stacked" }, figure, hoursTable(answer));
  return element("div", { class: "pair" }, figure, element("div", {}, ...rowsTable(cut, question, answer, words)));
}

/** The chart anew, for another width. */
export async function redraw(cut, question, token, node, width) {
  const drawing = await picture(question.path(`/v1/usage/charts/${cut.chart}`, { width }), token);
  node.querySelector("figure.chart")?.replaceChildren(drawing);
}

function rowsTable(cut, question, { rows, total }, words) {
  const isByTime = cut.by === "month";
  const ordered = isByTime ? rows : rows.toSorted((a, b) => b.people - a.people || b.visits - a.visits);
  const columns = [
    { name: say(cut.by), isWhole: isByTime }, ...numbers.map(({ key }) => ({ name: say(key), isNumber: true })),
    { name: say("shareOfAll"), isNumber: true },
  ];
  const cells = (name, of) => [
    name, count(of.visits), count(of.people), count(of.visitors), part(of.people, total.people),
  ];
  const built = table({
    caption: say(cut.title), isRepeated: true, columns, rows: ordered.map((row) => cells(label(cut.by, row[cut.by], question, words), row)),
    total: cut.by === "service" ? undefined : cells(say("total"), total),
  });
  return [built, note(cut, question, rows)];
}

function label(by, value, question, words) {
  if (by === "month") return question.isPart(value) ? `${value}*` : value;
  if (by === "group") return words.group(value);
  return by === "service" ? words.amenity(value) : words.town(value);
}

function note(cut, question, rows) {
  if (cut.by === "service") return nothing(say("serviceNote"));
  return cut.by === "month" && rows.some(({ month }) => question.isPart(month)) && nothing(say("partMonth"));
}

function hoursTable({ rows, total }) {
  const grid = Array.from({ length: 24 }, () => Array(7).fill(0));
  for (const { weekday, hour, people } of rows) grid[Number(hour)][Number(weekday) - 1] = people;
  const sum = (list) => list.reduce((all, one) => all + one, 0);
  const two = (hour) => String(hour).padStart(2, "0");
  return table({
    caption: say("hoursCaption"),
    columns: [{ name: say("hour"), isWhole: true }, ...[...weekdays, "total"].map((key) => ({ name: say(key), isNumber: true }))],
    rows: grid.map((days, hour) => [`${two(hour)}:00`, ...[...days, sum(days)].map(count)]),
    total: [say("total"), ...weekdays.map((_, day) => count(sum(grid.map((days) => days[day])))), count(total.people)],
  });
}

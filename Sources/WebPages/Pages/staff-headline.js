// The figures that come first, and how they changed.

import { element } from "./dom.js";
import { say } from "./language.js";
import { figures } from "./staff-api.js";
import { change, count, difference, none } from "./staff-numbers.js";
import { table } from "./staff-table.js";

const measures = [["people", "personVisits"], ["visits", "visitsMade"], ["visitors", "visitorsSeen"]];

/** The nodes; `onMoment` is told the moment of the figures. */
export async function headline(question, token, onMoment) {
  const answer = await figures(question.path("/v1/usage/headline"), token);
  onMoment(answer.as_of);
  const cards = [...measures.map((measure) => measureCard(answer, measure)), meanCard(answer)];
  if (!question.station) cards.push(...stationCards(answer));
  return [
    element("dl", { class: "figures" }, ...cards), comparison(answer),
    ...["visitorsMeaning", "dashMeaning"].map((key) => element("p", { class: "help" }, say(key))),
  ];
}

function measureCard({ total, before, year_before: yearBefore }, [measure, label]) {
  const now = total[measure];
  // A change that is not known is left out: beside words its dash reads as a minus.
  const changes = [["onBefore", before], ["onYearBefore", yearBefore]]
    .map(([key, then]) => [key, change(now, then.total[measure])]).filter(([, text]) => text !== none);
  return card(say(label), count(now), changes.map(([key, text]) => say(key, { change: text })));
}

const meanCard = (answer) => card(say("dailyMean"), count(answer.people_a_day), []);

function stationCards({ stations, idle_stations: idle }) {
  return [
    card(say("stationsInService"), count(stations), [say("withVisits", { count: count(stations - idle) })]),
    card(say("idleStations"), count(idle), [say("idleNote")]),
  ];
}

const card = (name, value, notes) => element(
  "div", {}, element("dt", {}, name), element("dd", { class: "value" }, value),
  ...notes.map((note) => element("dd", { class: "note" }, note)));

function comparison({ total, before, year_before: yearBefore }) {
  const earlier = [["periodBefore", before], ["yearBefore", yearBefore]];
  const columns = [
    { name: say("figure") }, { name: say("thisPeriod"), isNumber: true },
    ...earlier.flatMap(([key, { from, to }]) => [
      { name: say(key), isNumber: true, detail: say("daysBetween", { from, to }) },
      { name: say("change"), isNumber: true }, { name: say("changePercent"), isNumber: true },
    ]),
  ];
  const rows = measures.map(([measure, label]) => {
    const now = total[measure];
    const cells = earlier.flatMap(([, { total: then }]) => [
      count(then[measure]), difference(now, then[measure]), change(now, then[measure]),
    ]);
    return [say(label), count(now), ...cells];
  });
  return table({ caption: say("comparison"), columns, rows });
}

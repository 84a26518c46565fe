// A station as a card: whether it is open, how far it is, what it offers, and how to get there.

import { amenityIcon } from "./amenities.js";
import { element, icon } from "./dom.js";
import { dayOf, distance, momentOf, people, travelTime } from "./format.js";
import { say } from "./language.js";
import { remember, remembered } from "./memory.js";

const apps = ["amap", "baidu", "tencent", "geo"];

/** The id of a station's card in the page. */
export const cardID = (station) => `station-${station.id.replace(/[^A-Za-z0-9]/g, "_")}`;

/**
 * The card. `context` is `{ amenities, asOf, wanted, onShare }`: the vocabulary, the instant that the answer is of, the
 * codes that were asked for, and what a tap on "share" does; that gets the station, and the line of the card, hidden until
 * then, that tells what came of it.
 */
export function stationCard(station, context) {
  const heading = element("h3", { id: cardID(station), tabindex: "-1" }, station.name);
  const told = element("p", { class: "told", hidden: true });
  return element(
    "article", { class: "card", "aria-labelledby": heading.id },
    heading,
    state(station, context.asOf),
    way(station),
    station.address && element("p", { class: "address" }, station.address),
    amenityList(station, context),
    navigation(station),
    element("div", { class: "actions" }, details(station), shareButton(station, () => context.onShare(station, told))),
    told,
  );
}

/** A word on whether it is open, told by more than its colour. */
export function state(station, asOf) {
  const word = station.status === "active" ? station.open : station.status;
  return element(
    "p", { class: `state ${word}` },
    element("strong", {}, say(word)),
    element("span", {}, stateDetail(station, asOf)));
}

function stateDetail(station, asOf) {
  if (station.status === "suspended") {
    const until = station.status_until && say("suspendedUntil", { time: momentOf(station.status_until, asOf) });
    return [until, station.status_reason].filter(Boolean).join(" · ");
  }
  const time = station.changes_at && momentOf(station.changes_at, asOf);
  const key = { open: "closesAt", closed: "opensAt", unknown: "changesAt" }[station.open];
  const change = time ? say(key, { time }) : station.open === "open" && say("always");
  const staff = station.open === "open" && station.staffed !== undefined && say(station.staffed ? "staffed" : "unstaffed");
  return [change, staff].filter(Boolean).join(" · ");
}

function way(station) {
  const metres = station.distance_m;
  if (metres === undefined) return undefined;
  return element(
    "p", { class: "way" },
    element("strong", {}, distance(metres)),
    element("span", {}, icon("walk"), travelTime(metres, "onFoot")),
    element("span", {}, icon("ebike_charging"), travelTime(metres, "byEbike")));
}

/** Those that were asked for first; what is broken is struck out and said to be. */
function amenityList(station, { amenities, wanted = [] }) {
  const rank = (code) => (wanted.includes(code) ? 0 : 1);
  const working = [...station.amenities].sort((a, b) => rank(a) - rank(b));
  const items = [
    ...working.map((code) => element("li", {}, amenityIcon(code), amenities.label(code))),
    ...(station.broken_amenities ?? []).map((code) => element(
      "li", { class: "broken" }, amenityIcon(code), element("s", {}, amenities.label(code)), ` ${say("broken")}`)),
  ];
  return items.length > 0 && element("ul", { class: "amenities", "aria-label": say("amenities") }, items);
}

/** One tap opens the app; the one that was used last stands out. */
function navigation(station) {
  if (!station.navigation) return undefined;
  const favourite = remembered("app") ?? "amap";
  const links = apps.map((app) => element(
    "a",
    {
      href: station.navigation[app], class: app === favourite ? "button primary" : "button",
      ...(app !== "geo" && { target: "_blank", rel: "noopener noreferrer" }),
      on: { click: () => remember("app", app) },
    },
    say(app)));
  const label = say("navigateWith", { name: station.name });
  return element("div", { class: "navigation", role: "group", "aria-label": label }, links);
}

/** What few look at is only made for who does. */
function details(station) {
  const list = element("dl");
  const fill = () => { if (list.childElementCount === 0) list.append(...detailRows(station)); };
  return element("details", { on: { toggle: fill } }, element("summary", {}, say("details")), list);
}

function detailRows(station) {
  const entries = { open: "entryOpen", staff: "entryStaff", qr: "entryQr", code: "entryCode", key: "entryKey" };
  const rows = [
    ["hours", station.opening_hours],
    ["staffedHours", station.staffed_hours],
    ["entry", entries[station.entry] && say(entries[station.entry])],
    ["phone", station.phone && element("a", { href: `tel:${station.phone.replace(/[^\d+]/g, "")}` }, station.phone)],
    ["capacity", station.capacity && people(station.capacity)],
    ["aliases", station.aliases?.join(" · ")],
    ["operator", station.operator],
    ["verified", station.verified_at && dayOf(station.verified_at)],
    ["number", station.id],
  ];
  return rows.filter(([, value]) => value).map(
    ([key, value]) => element("div", {}, element("dt", {}, say(key)), element("dd", {}, value)));
}

function shareButton(station, onShare) {
  return element(
    "button", { type: "button", "aria-label": say("shareStation", { name: station.name }), on: { click: onShare } },
    icon("share"), say("share"));
}

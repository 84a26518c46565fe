// The courier's page: where am I, which stations are near, how do I get there.

import { Amenities } from "./amenities.js";
import { Refused, get, serverNow } from "./api.js";
import { localText } from "./clock.js";
import { refresh, words } from "./directory.js";
import { byID, element, icon, show } from "./dom.js";
import { Filters } from "./filters.js";
import { findNearest, findStation } from "./finder.js";
import { age, distance, momentOf } from "./format.js";
import { geodesic } from "./geodesy.js";
import { say } from "./language.js";
import { announce, startPage } from "./page.js";
import { PlaceUnknown, currentPlace } from "./place.js";
import { placeSearch } from "./place-search.js";
import { share } from "./sharing.js";
import { cardID, stationCard } from "./station-card.js";
import { StationMap } from "./station-map.js";

/** Stations at first, and with each tap on "more". */
const firstLimit = 5;
const steps = [5, 20, 50, 100];
/** A page that is looked at again after so long asks again, milliseconds. */
const stale = 60000;
/** Cards are drawn once where the words for amenities come in time, milliseconds. */
const patience = 1000;
/** The kept directory is brought up to date so often, milliseconds. */
const keepInterval = 600000;

const page = {
  place: undefined, limit: firstLimit, amenities: new Amenities(), answer: undefined, shared: undefined,
  questions: 0, answeredAt: 0, keptAt: -Infinity, hasKeptPlace: false, timer: undefined, isHere: false,
  zone: "Asia/Shanghai", wordsOrPatience: undefined,
};
const filters = new Filters(byID("filters"), () => find());
const map = new StationMap(byID("map"), { onTap: chooseOnMap, onStation: showStation });

startPage("courierTitle");
prepareControls();
start();

async function start() {
  const vocabulary = loadWords();
  page.wordsOrPatience = Promise.race([vocabulary, new Promise((end) => { setTimeout(end, patience); })]);
  const linked = new URLSearchParams(location.search).get("station");
  if (linked) showShared(linked, vocabulary);
  await Promise.all([vocabulary, locate()]);
}

function prepareControls() {
  const label = (id, picture, key) => byID(id).append(icon(picture), say(key));
  label("place-here", "here", "useMyPlace");
  label("place-type", "search", "typePlace");
  label("place-map", "map", "choosePlaceOnMap");
  byID("place-here").addEventListener("click", () => locate());
  byID("place-type").addEventListener("click", () => openPlacePanel(byID("place-panel").hidden));
  byID("place-map").addEventListener("click", tapOnMap);
  byID("more").addEventListener("click", showMore);
  placeSearch(choosePlace, stationCount);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - page.answeredAt < stale) return;
    if (page.isHere) locate({ isAsked: false });
    else find();
  });
  addEventListener("online", () => find());
  addEventListener("offline", () => find());
}

/** How large the directory is. */
async function stationCount() {
  const kept = await words().catch(() => undefined);
  const settings = kept?.settings ?? await get("/pages/settings.json").catch(() => undefined);
  return settings?.stations ?? Infinity;
}

/** The vocabulary as the phone keeps it, else as the server has it. */
async function loadWords() {
  const kept = await words().catch(() => undefined);
  const list = kept?.amenities ?? (await get("/v1/amenities").catch(() => undefined))?.amenities;
  page.zone = kept?.settings.time_zone ?? page.zone;
  // Shown anew only when it is another: who is in the midst of the filters would lose their place.
  const text = JSON.stringify(list);
  if (!list || text === page.vocabulary) return;
  page.vocabulary = text;
  page.amenities = new Amenities(list);
  filters.show(page.amenities);
  if (page.answer) render();
}

// Where

/** `isAsked` tells whether someone waits to be told; else the place stays as it was when it cannot be found. */
async function locate({ isAsked = true } = {}) {
  if (isAsked) byID("place-now").textContent = say("locating");
  try {
    const place = await currentPlace();
    page.isHere = true;
    usePlace(place, say("nearYou", { accuracy: Math.max(1, Math.round(place.accuracy)) }));
  } catch (error) {
    if (!(error instanceof PlaceUnknown)) throw error;
    if (!isAsked) {
      find();
      return;
    }
    const text = say(error.isDenied ? "placeDenied" : "placeFailed");
    byID("place-now").textContent = text;
    announce(text);
    openPlacePanel(true);
    map.showWhenSeen();
    keep();
  }
}

function openPlacePanel(isOpen) {
  show(byID("place-panel"), isOpen);
  byID("place-type").setAttribute("aria-expanded", String(isOpen));
  if (isOpen && document.activeElement === byID("place-type")) byID("place-text").focus();
}

function choosePlace(place) {
  openPlacePanel(false);
  page.isHere = false;
  byID("place-type").focus();
  usePlace(place, say("nearPlace", { name: place.name }));
}

async function tapOnMap() {
  byID("place-now").textContent = say("tapTheMap");
  await map.open();
  byID("map-title").scrollIntoView({ block: "start" });
  byID("map").focus({ preventScroll: true });
  announce(say("tapTheMap"));
}

function chooseOnMap(place) {
  page.isHere = false;
  usePlace(place, say("nearTap"));
  byID("stations-title").scrollIntoView({ block: "start" });
}

function usePlace(place, words) {
  page.place = place;
  page.limit = firstLimit;
  byID("place-now").textContent = words;
  find();
}

// Which

async function find() {
  if (!page.place) return;
  const question = (page.questions += 1);
  if (!page.answer) byID("summary").textContent = say("loading");
  try {
    const answer = await findNearest({
      place: page.place, limit: page.limit, amenities: filters.amenities, open: filters.open,
    });
    await page.wordsOrPatience;
    if (question !== page.questions) return;
    page.answer = answer;
    page.answeredAt = Date.now();
    render();
    tell(answer);
    map.showWhenSeen();
    if (!answer.kept_at) keep();
  } catch (error) {
    if (question === page.questions) failed(error);
  }
}

/** Keeps the directory once the question is answered: nobody waits for it. */
function keep() {
  const isDue = Date.now() - page.keptAt > keepInterval || (page.place && !page.hasKeptPlace);
  if (!isDue) return;
  [page.keptAt, page.hasKeptPlace] = [Date.now(), Boolean(page.place)];
  const begin = window.requestIdleCallback ?? ((work) => setTimeout(work, 500));
  begin(() => refresh(page.place).then(loadWords).then(() => map.update()).catch(() => { page.keptAt = -Infinity; }));
}

function failed(error) {
  const reason = error instanceof Refused ? error.message : say("unreachable");
  show(byID("offline"), true);
  byID("offline").replaceChildren(
    icon("offline"), element("span", {}, error instanceof Refused ? reason : say("offlineWithoutData")),
    element("button", { type: "button", on: { click: () => find() } }, say("retry")));
  byID("summary").textContent = say("failed", { reason });
  announce(say("failed", { reason }));
}

function tell({ stations }) {
  announce(summary(stations));
  clearTimeout(page.timer);
  const changes = stations.map((station) => Date.parse(station.changes_at) - Date.now()).filter((wait) => wait > 0);
  // What is said to be open stays true: at the next change it is asked again.
  if (changes.length > 0) page.timer = setTimeout(() => find(), Math.min(...changes, 86400000) + 1000);
}

const summary = (stations) => (stations.length > 0
  ? say("found", { count: stations.length, distance: distance(stations[0].distance_m).replace(" ", "\u00a0") })
  : say(filters.isAny ? "noneAtAll" : "noneFound"));

function render() {
  const { stations, skipped = [], as_of: asOf, kept_at: keptAt } = page.answer;
  show(byID("offline"), keptAt !== undefined);
  if (keptAt) byID("offline").replaceChildren(icon("offline"), element("span", {}, say("offline", { age: age(keptAt) })));
  byID("summary").textContent = summary(stations);
  byID("stations").replaceChildren(
    ...stations.map((station) => element("li", {}, stationCard(station, cardContext(asOf)))));
  show(byID("more"), stations.length === page.limit && page.limit < steps[steps.length - 1]);
  show(byID("skipped"), skipped.length > 0);
  byID("skipped-stations").replaceChildren(...skipped.map((station) => element("li", {}, skippedText(station, asOf))));
  if (page.shared) renderShared();
  map.update({ place: page.place, stations });
  performance.mark("stations shown");
}

const cardContext = (asOf) => ({ amenities: page.amenities, asOf, wanted: filters.amenities, onShare: shareStation });

/** What came of it is told in the card, where the thumb is. */
function shareStation(station, told) {
  share(station, (text) => {
    told.textContent = text;
    show(told, true);
  });
}

function skippedText(station, asOf) {
  const reasons = station.reason ?? station.reasons.map((reason) => reasonText(reason, asOf)).join(", ");
  return `${station.name} · ${distance(station.distance_m)} · ${reasons}`;
}

function reasonText({ kind, code, until, text }, asOf) {
  const amenity = code && page.amenities.label(code);
  if (kind === "missing") return say("skippedMissing", { amenity });
  if (kind === "broken") return say("skippedBroken", { amenity });
  if (kind === "suspended") return text ? say("skippedSuspended", { reason: text }) : say("suspended");
  return until ? say("skippedClosed", { time: momentOf(until, asOf) }) : say("skippedClosedForGood");
}

async function showMore() {
  const before = page.answer.stations.length;
  page.limit = steps.find((step) => step > page.limit) ?? page.limit;
  await find();
  const next = page.answer.stations[before];
  if (next) byID(cardID(next)).focus();
}

function showStation(station) {
  const heading = byID(cardID(station));
  heading.scrollIntoView({ block: "center" });
  heading.focus({ preventScroll: true });
}

// The station of a link

async function showShared(id, vocabulary) {
  show(byID("shared"), true);
  try {
    page.shared = await findStation(id);
    await vocabulary;
    renderShared();
  } catch (error) {
    byID("shared-station").textContent = say("failed", { reason: error instanceof Refused ? error.message : say("unreachable") });
  }
}

function renderShared() {
  if (!page.shared) {
    byID("shared-station").textContent = say("noSuchStation");
    return;
  }
  const station = { ...page.shared };
  if (page.place) station.distance_m = geodesic(page.place, station).metres;
  const asOf = localText(serverNow(), page.zone);
  const card = stationCard(station, cardContext(asOf));
  // The same station may stand in the list below.
  const heading = card.querySelector("h3");
  heading.id = `shared-${heading.id}`;
  card.setAttribute("aria-labelledby", heading.id);
  byID("shared-station").replaceChildren(card);
}


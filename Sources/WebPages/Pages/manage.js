// The manager's page: today's visits of a station, one more with two taps, and what works there.

import { Amenities } from "./amenities.js";
import { Refused, Unreachable, get, serverNow } from "./api.js";
import { localText } from "./clock.js";
import { ConditionPanel } from "./condition-panel.js";
import { refresh, words } from "./directory.js";
import { byID, element, icon, show } from "./dom.js";
import { findStation } from "./finder.js";
import { dayOf, people, timeOf } from "./format.js";
import { labelled, say } from "./language.js";
import { remember, remembered } from "./memory.js";
import { deliver, discard, enqueue, newID, patchOf, waiting, whileWaiting } from "./outbox.js";
import { announce, fail, startPage } from "./page.js";
import { keptSession, renewed, signIn, signOut } from "./session.js";
import { state } from "./station-card.js";
import { newVisit, totals, visitsToday } from "./today.js";
import { VisitForm } from "./visit-form.js";

const page = { session: keptSession(), station: undefined, known: undefined, amenities: new Amenities(), groups: new Map() };

startPage("manageTitle");
const form = new VisitForm("groupOf", "servicesUsed");
const condition = new ConditionPanel((change) => keepAndSend({ kind: "condition", station: page.station, change }));
prepare();
begin();

function prepare() {
  byID("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  byID("sign-out").addEventListener("click", leave);
  byID("choose").addEventListener("submit", (event) => {
    event.preventDefault();
    openStation(byID("station-number").value.trim());
  });
  byID("station-choice").addEventListener("change", (event) => openStation(event.target.value));
  byID("form").addEventListener("submit", (event) => {
    event.preventDefault();
    logVisit();
  });
  addEventListener("online", () => sendAll());
  whileWaiting(() => sendAll());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && page.station) sendAll();
  });
}

// Signing in

async function begin() {
  show(byID("sign-in"), !page.session);
  show(byID("work"), Boolean(page.session));
  if (!page.session) return;
  await loadWords();
  await renew();
  if (!page.session) return;
  offerStations();
}

async function renew() {
  try {
    page.session = await renewed(page.session);
    if (!page.session) {
      fail(say("badToken"));
      show(byID("sign-in"), true);
      show(byID("work"), false);
    }
  } catch (error) {
    // Out of reach: as it was when it was last asked.
    if (!(error instanceof Unreachable)) fail(error.message);
  }
}

async function enter() {
  const token = byID("token").value.trim();
  show(byID("fault"), false);
  try {
    page.session = await signIn(token, byID("remember").checked);
    byID("token").value = "";
    await begin();
    byID("main").focus();
  } catch (error) {
    const isNone = error instanceof Refused && [400, 401].includes(error.status);
    fail(isNone ? say("badToken") : error instanceof Unreachable ? say("unreachable") : error.message);
    byID("token").focus();
  }
}

function leave() {
  signOut();
  page.session = undefined;
  page.station = undefined;
  show(byID("station-work"), false);
  begin();
  byID("token").focus();
}

async function loadWords() {
  const kept = await words().catch(() => undefined);
  page.known = kept ?? await freshWords().catch(() => undefined);
  page.amenities = new Amenities(page.known?.amenities);
  page.groups = new Map((page.known?.groups ?? []).map(({ code, labels }) => [code, labelled(labels)]));
  form.offerGroups(page.known?.groups ?? [], undefined);
  refresh().catch(() => undefined);
}

async function freshWords() {
  const [settings, amenities, groups] = await Promise.all(
    ["/pages/settings.json", "/v1/amenities", "/v1/worker-groups"].map((path) => get(path)));
  return { settings, amenities: amenities.amenities, groups: groups.worker_groups };
}

const zone = () => page.known?.settings.time_zone ?? "Asia/Shanghai";

// The station

function offerStations() {
  const { role, stations, expires_at: end } = page.session;
  byID("token-end").textContent = end ? say("tokenEnds", { day: dayOf(end) }) : "";
  const isFree = role === "admin";
  show(byID("choose"), isFree || stations.length > 1);
  show(byID("station-choice"), !isFree);
  show(document.querySelector("label[for=station-choice]"), !isFree);
  show(byID("station-field"), isFree);
  byID("station-choice").replaceChildren(...stations.map((id) => element("option", { value: id }, id)));
  nameStations(stations);
  if (role === "staff") {
    fail(say("staffToken"));
    return;
  }
  const last = remembered("managedStation");
  const first = isFree ? last : stations.includes(last) ? last : stations[0];
  if (first) openStation(first);
  else if (!isFree) fail(say("noStations"));
}

/** Ids become names as these are found. */
async function nameStations(ids) {
  for (const id of ids.slice(0, 50)) {
    const station = await findStation(id).catch(() => undefined);
    const option = [...byID("station-choice").options].find((one) => one.value === id);
    if (station && option) option.textContent = station.name;
  }
}

async function openStation(id) {
  if (id === "") return;
  page.station = id;
  show(byID("fault"), false);
  remember("managedStation", id);
  byID("station-choice").value = id;
  byID("station-number").value = id;
  show(byID("logged"), false);
  await showStation();
  await sendAll();
}

/** The station as it is, with what waits to be changed. */
async function showStation() {
  const id = page.station;
  try {
    const station = await findStation(id);
    if (id !== page.station) return;
    show(byID("station-work"), Boolean(station));
    if (!station) {
      fail(say("noSuchStation"));
      return;
    }
    const changes = (await waiting()).filter((item) => item.kind === "condition" && item.station === id && !item.fault);
    const changed = changes.reduce((now, { change }) => ({ ...now, ...patchOf(now, change) }), station);
    byID("station-name").textContent = station.name;
    byID("station-state").replaceChildren(state(changed, localText(serverNow(), zone())));
    if (page.offered !== id) form.offerServices(station.amenities, page.amenities);
    page.offered = id;
    condition.show(changed, page.amenities);
  } catch (error) {
    fail(error instanceof Unreachable ? say("unreachable") : error.message);
  }
}

async function showVisits() {
  const id = page.station;
  try {
    const { visits, isKept } = await visitsToday(id, zone(), page.session.token);
    if (id !== page.station) return;
    byID("today-count").textContent = visits.length > 0 ? say("todayCount", totals(visits)) : say("noVisits");
    byID("visits").replaceChildren(...visits.map(visitRow));
    const count = (await waiting()).filter((item) => !item.fault).length;
    show(byID("offline"), isKept || count > 0);
    byID("offline").replaceChildren(
      icon("offline"), element("span", {}, say(count > 0 ? "waitingCount" : "unreachable", { count })));
  } catch (error) {
    fail(error.message);
  }
}

const groupName = (code) => page.groups.get(code) ?? code;

function visitRow(visit) {
  const time = timeOf(visit.at);
  const words = [time, groupName(visit.group), people(visit.people), ...visit.services.map((code) => page.amenities.label(code))];
  const notes = [visit.isVoided && say("voided"), (visit.isWaiting || visit.isTaking) && say("notSent")].filter(Boolean);
  const label = say("undoVisit", { time, group: groupName(visit.group) });
  return element(
    "li", { class: visit.isVoided ? "voided" : "" },
    element("span", {}, words.join(" · ")),
    notes.length > 0 && element("strong", {}, notes.join(", ")),
    !visit.isVoided && element("button", { type: "button", "aria-label": label, on: { click: () => undo(visit) } }, say("undo")));
}

// Visits

async function logVisit() {
  const group = form.group;
  show(byID("need"), !group);
  if (!group) {
    byID("need").textContent = say("chooseGroup");
    document.querySelector("#groups input")?.focus();
    return;
  }
  const visit = newVisit(newID(), page.station, zone(), { group, people: form.people, services: form.services });
  form.clear({ keepsGroup: false });
  const isSent = await keepAndSend({ kind: "visit", body: visit });
  const text = say(isSent ? "logged" : "loggedWaiting", { group: groupName(group), people: people(visit.people) });
  byID("logged").replaceChildren(
    icon("done"), element("span", {}, text),
    element("button", { type: "button", on: { click: () => undo(visit) } }, say("undo")));
  show(byID("logged"), true);
  byID("logged").scrollIntoView({ block: "nearest" });
  announce(text);
}

async function undo(visit) {
  show(byID("logged"), false);
  // It may have been sent since the row was drawn.
  const unsent = (await waiting()).find((item) => item.kind === "visit" && item.body.id === visit.id);
  if (unsent) {
    await discard(unsent.number);
    await showVisits();
  } else {
    await keepAndSend({ kind: "void", visit: visit.id, body: { reason: say("undoReason") } });
  }
  byID("today-title").scrollIntoView({ block: "nearest" });
  announce(say("undone"));
}

// Sending

/** Writes an item down, sends what can be sent, and tells whether it went. */
async function keepAndSend(item) {
  try {
    const number = await enqueue(item);
    await sendAll();
    return !(await waiting()).some((one) => one.number === number);
  } catch (error) {
    fail(error.message);
    return false;
  }
}

async function sendAll() {
  if (!page.session || !page.station) return;
  await deliver(page.session.token);
  await showFaults();
  await Promise.all([showStation(), showVisits()]);
}

/** Tells of what the server will never take, once. */
async function showFaults() {
  const refused = (await waiting()).filter((item) => item.kind !== "checkIn" && item.fault);
  if (refused.length === 0) return;
  fail(refused.map((item) => say("failed", { reason: item.fault.detail })).join(" "));
  await Promise.all(refused.map((item) => discard(item.number)));
}

// The page that the QR code of a station's poster opens: a worker logs a visit of their own, with or without a network.
// The code stands behind the `#` of the address, where no server's log sees it.

import { Amenities } from "./amenities.js";
import { get, serverNow } from "./api.js";
import { localText } from "./clock.js";
import { refresh, words } from "./directory.js";
import { byID, element, icon, show } from "./dom.js";
import { findStation } from "./finder.js";
import { say } from "./language.js";
import { remember, remembered } from "./memory.js";
import { deliver, discard, enqueue, newID, sendNow, waiting, whileWaiting } from "./outbox.js";
import { announce, fail, startPage } from "./page.js";
import { VisitForm } from "./visit-form.js";

startPage("checkInTitle");
const form = new VisitForm("yourGroup", "whatUsed");
let poster = posterOf(location.hash);
prepare();
begin();
sendWaiting();

/** What the poster says: `{ station, code }`. */
function posterOf(hash) {
  const said = new URLSearchParams(hash.slice(1));
  const [station, code] = [said.get("station"), said.get("code")];
  return station && code ? { station, code } : undefined;
}

function prepare() {
  byID("form").addEventListener("submit", (event) => {
    event.preventDefault();
    checkIn();
  });
  byID("thanks").prepend(icon("done"));
  byID("another").addEventListener("click", () => {
    form.clear({ keepsGroup: true });
    showForm(true);
    byID("main").focus();
  });
  addEventListener("online", sendWaiting);
  whileWaiting(sendWaiting);
  // Another poster scanned while this page is open.
  addEventListener("hashchange", () => {
    poster = posterOf(location.hash);
    begin();
  });
}

async function begin() {
  show(byID("no-code"), !poster);
  showForm(Boolean(poster));
  if (!poster) return;
  byID("station").textContent = say("stationOf", { id: poster.station });
  const kept = await words().catch(() => undefined);
  if (kept) form.offerGroups(kept.groups, remembered("group"));
  const [groups, amenities, station] = await Promise.all([
    kept?.groups ?? get("/v1/worker-groups").then((answer) => answer.worker_groups).catch(() => undefined),
    kept?.amenities ?? get("/v1/amenities").then((answer) => answer.amenities).catch(() => undefined),
    findStation(poster.station).catch(() => undefined),
  ]);
  if (!kept && groups) form.offerGroups(groups, remembered("group"));
  if (!groups) fail(say("unreachable"));
  if (station) byID("station").textContent = station.name;
  form.offerServices(station?.amenities ?? [], new Amenities(amenities));
  if (!kept) refresh().catch(() => undefined);
}

function showForm(isForm) {
  show(byID("form"), isForm);
  show(byID("thanks"), false);
  show(byID("need"), false);
}

async function checkIn() {
  const group = form.group;
  show(byID("need"), !group);
  if (!group) {
    byID("need").textContent = say("chooseGroup");
    document.querySelector("#groups input")?.focus();
    return;
  }
  remember("group", group);
  const kept = await words().catch(() => undefined);
  const body = {
    id: newID(), at: localText(serverNow(), kept?.settings.time_zone ?? "Asia/Shanghai"), group, people: form.people,
    services: form.services, code: poster.code,
  };
  byID("send").disabled = true;
  show(byID("fault"), false);
  try {
    await send({ kind: "checkIn", station: poster.station, body });
  } catch (error) {
    fail(error.message);
  } finally {
    byID("send").disabled = false;
    showWaiting();
  }
}

async function send(item) {
  const isKept = await enqueue(item).then(() => true, () => false);
  if (!isKept) {
    await sendNow(item);
    thank(say("thanksLong"));
    return;
  }
  const { sent } = await deliver();
  const own = sent.find((one) => one.body?.id === item.body.id);
  if (own?.fault) await showFaults();
  else thank(say(own ? "thanksLong" : "thanksWaiting"));
}

function thank(text) {
  showForm(false);
  show(byID("thanks"), true);
  byID("thanks-text").textContent = text;
  byID("thanks-title").focus();
  announce(text);
}

/** Sends what an earlier time without a network has left. */
async function sendWaiting() {
  try {
    const { sent } = await deliver();
    if (sent.some((item) => item.kind === "checkIn" && !item.fault)) {
      announce(say("nowSent"));
      if (!byID("thanks").hidden) byID("thanks-text").textContent = say("nowSent");
    }
    await showFaults();
  } finally {
    showWaiting();
  }
}

async function showWaiting() {
  const count = (await waiting().catch(() => [])).filter((item) => item.kind === "checkIn" && !item.fault).length;
  show(byID("waiting"), count > 0);
  byID("waiting").replaceChildren(icon("offline"), element("span", {}, say("waitingCount", { count })));
}

/** Tells of what the server will never take, once. */
async function showFaults() {
  const refused = (await waiting()).filter((item) => item.kind === "checkIn" && item.fault);
  if (refused.length === 0) return;
  fail(say("notTaken", { reason: refused[0].fault.detail }));
  await Promise.all(refused.map((item) => discard(item.number)));
}

// The staff's screen: the statistics of a period, of the district or of one station.

import "./staff-texts.js";
import { Unreachable, serverNow } from "./api.js";
import { localDay } from "./clock.js";
import { byID, element, show } from "./dom.js";
import { dayOf, timeOf } from "./format.js";
import { say } from "./language.js";
import { announce, fail, startPage } from "./page.js";
import { Block } from "./staff-block.js";
import { cutNodes, cuts, redraw } from "./staff-cuts.js";
import { exportFile, offerRows } from "./staff-export.js";
import { headline } from "./staff-headline.js";
import { Question, own, periods } from "./staff-question.js";
import { closeSession, keptToken, mayLook, openSession } from "./staff-session.js";
import { facts, lastVisits, stationOf } from "./staff-station.js";
import { broken, busiest, idle, prepareSearch } from "./staff-stations.js";
import { loadWords } from "./staff-words.js";

const page = { token: undefined, words: undefined, question: undefined, charts: [], width: 0 };

startPage("staffTitle");
prepare();
enterAgain();

function prepare() {
  byID("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  byID("sign-out").addEventListener("click", () => leave());
  byID("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  byID("period").addEventListener("change", showDays);
  byID("export").addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("#export button")) {
    button.addEventListener("click", () => exportRows(byID("rows").value, button.dataset.format, button));
  }
  prepareSearch(() => page.question);
  addEventListener("popstate", () => page.token && showQuestion(Question.of(location.search, today())));
  addEventListener("resize", redrawSoon);
}

// Signing in

/** With the token that this tab has, where it has one. */
async function enterAgain() {
  const token = keptToken();
  if (token) await open(token);
  else offerSignIn();
}

async function enter() {
  const token = byID("token").value.trim();
  if (token === "") {
    fail(say("tokenMissing"));
    byID("token").focus();
    return;
  }
  if (await open(token)) {
    byID("token").value = "";
    byID("main").focus();
  }
}

/** Opens the screen with a token, or says why not. */
async function open(token) {
  show(byID("fault"), false);
  try {
    const session = await openSession(token);
    if (!mayLook(session)) throw new Error(say("notForManagers"));
    page.words ??= await loadWords();
    page.token = token;
    begin(session);
    return true;
  } catch (error) {
    if (error.status === 401) closeSession();
    offerSignIn();
    fail(error.status === 400 || error.status === 401 ? say("tokenRefused", { reason: error.message }) : reasonOf(error));
    byID("token").focus();
    return false;
  }
}

function offerSignIn() {
  show(byID("work"), false);
  show(byID("sign-out"), false);
  show(byID("sign-in"), true);
}

/** Forgets the token and all that it gave to see; `reason` is why the server took it no more. */
function leave(reason) {
  closeSession();
  page.token = undefined;
  byID("blocks").replaceChildren();
  byID("found").replaceChildren();
  byID("station-name").textContent = "";
  document.title = say("staffTitle");
  offerSignIn();
  show(byID("fault"), false);
  if (reason) fail(say("sessionEnded", { reason }));
  byID("token").focus();
}

function begin({ expires_at: end }) {
  byID("token-end").textContent = end ? say("tokenEnds", { day: dayOf(end) }) : "";
  show(byID("sign-in"), false);
  show(byID("sign-out"), true);
  show(byID("work"), true);
  byID("period").replaceChildren(...periods().map(([word, label]) => element("option", { value: word }, label)));
  byID("town").replaceChildren(
    element("option", { value: "" }, say("allTowns")),
    ...page.words.towns.map((town) => element("option", { value: town }, town)));
  showQuestion(Question.of(location.search, today()));
}

const today = () => localDay(serverNow(), page.words.zone);

// What is asked

/** The first and the last day are asked for when they are one's own. */
function showDays() {
  const isOwn = byID("period").value === own;
  show(byID("from-filter"), isOwn);
  show(byID("to-filter"), isOwn);
}

function ask() {
  const [period, from, to] = ["period", "from", "to"].map((id) => byID(id).value);
  const key = period === own ? Question.faultOf(from, to) : undefined;
  show(byID("filter-fault"), Boolean(key));
  if (key) {
    byID("filter-fault").textContent = say(key);
    byID("from").focus();
    return;
  }
  const { station } = page.question;
  const place = station ? { station } : { town: byID("town").value || undefined };
  const question = period === own
    ? new Question({ period, from, to, ...place }) : Question.during(period, today(), place);
  history.pushState(null, "", question.address);
  showQuestion(question);
}

function showQuestion(question) {
  page.question = question;
  byID("period").value = question.period;
  byID("from").value = question.from;
  byID("to").value = question.to;
  showDays();
  // A town of the address that there is not is asked about all the same: the server says so.
  const { town } = question;
  if (town && ![...byID("town").options].some(({ value }) => value === town)) {
    byID("town").append(element("option", { value: town }, town));
  }
  byID("town").value = town ?? "";
  for (const id of ["town-filter", "find"]) show(byID(id), !question.station);
  show(byID("station-head"), Boolean(question.station));
  byID("back").href = question.addressOf(undefined);
  byID("found").replaceChildren();
  show(byID("export-state"), false);
  offerRows(question);
  showScope();
  showBlocks();
}

function showScope(moment) {
  const { from, to, town, station } = page.question;
  const days = say("daysBetween", { from: dayOf(from), to: dayOf(to) });
  const scope = station ? days : say("scopeOf", { days, town: town ?? say("allTowns") });
  const asOf = moment && say("asOf", { day: dayOf(moment), time: timeOf(moment) });
  byID("scope").textContent = [scope, asOf].filter(Boolean).join(" · ");
}

// What is shown

async function showBlocks() {
  const { question } = page;
  page.width = chartWidth();
  page.charts = [];
  document.title = say("staffTitle");
  const blocks = question.station ? stationBlocks(question) : districtBlocks(question);
  byID("blocks").replaceChildren(...blocks.map(({ node }) => node));
  await Promise.all(blocks.map((block) => block.show()));
  if (page.question === question) announce(byID("scope").textContent);
}

function districtBlocks(question) {
  const { token, words } = page;
  return [
    headlineBlock(question), ...cuts.map((cut) => cutBlock(cut, question)),
    block("busiest", () => busiest(question, token, words), exportButton("station", "busiest")),
    block("idle", () => idle(question, token, words)), block("brokenStations", () => broken(question, token, words)),
  ];
}

function stationBlocks(question) {
  const { token, words } = page;
  nameStation(question.station);
  return [
    block("facts", () => factsOf(question)), headlineBlock(question),
    ...cuts.filter((cut) => !cut.isOfDistrict).map((cut) => cutBlock(cut, question)),
    block("lastVisits", () => lastVisits(question, token, words)),
  ];
}

function nameStation(name) {
  byID("station-name").textContent = name;
  document.title = `${name} · ${say("staffTitle")}`;
}

async function factsOf(question) {
  const station = await stationOf(question, page.token);
  if (!station) return element("p", { class: "notice bad" }, say("noSuchStationHere", { id: question.station }));
  if (page.question === question) nameStation(station.name);
  return facts(station, question, page.words);
}

const headlineBlock = (question) => block(
  "headline", () => headline(question, page.token, (moment) => page.question === question && showScope(moment)));

function cutBlock(cut, question) {
  const made = block(
    cut.title, () => cutNodes(cut, question, page.token, page.words, page.width), exportButton(cut.by, cut.title));
  page.charts.push({ cut, question, node: made.node });
  return made;
}

const block = (title, load, ...tools) =>
  new Block(say(title), load, { onEnded: (error) => page.token && leave(error.message), tools });

const exportButton = (by, title) => element("button", {
  type: "button", class: "export", "aria-label": say("exportCut", { cut: say(title) }),
  on: { click: (event) => exportRows(by, "csv", event.currentTarget) },
}, "CSV");

/** Pixels that a chart has, in steps, so that a scroll bar that comes or goes makes no difference. */
function chartWidth() {
  const room = byID("blocks").clientWidth;
  const beside = matchMedia("(min-width: 64rem)").matches ? room * 0.55 : room;
  return Math.min(760, Math.max(300, Math.floor(beside / 20) * 20));
}

let waiting;

function redrawSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const width = chartWidth();
    if (!page.token || width === page.width) return;
    page.width = width;
    // A chart that cannot be drawn anew stays as it is: it scales.
    for (const { cut, question, node } of page.charts) redraw(cut, question, page.token, node, width).catch(() => undefined);
  }, 200);
}

// Files

function exportRows(by, format, button) {
  show(byID("fault"), false);
  exportFile(page.question, { by, format }, page.token, button, (error) => {
    if (error.status === 401) leave(error.message);
    else fail(say("failed", { reason: reasonOf(error) }));
  });
}

const reasonOf = (error) => (error instanceof Unreachable ? say("unreachable") : error.message);

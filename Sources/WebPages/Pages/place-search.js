// A place by its name: a town (the middle of its stations), or a station or its address.

import { get } from "./api.js";
import { byID, element } from "./dom.js";
import { searchStations, stationsOfTown } from "./finder.js";
import { middle } from "./geodesy.js";
import { say } from "./language.js";
import { announce } from "./page.js";

/** Towns of a larger directory are not listed, for they are too many to fetch; their stations are found all the same. */
const fewStations = 5000;
const shown = 6;

/** Makes the form search; `onChoose` gets a place with a `name`. `stationCount` tells how large the directory is. */
export function placeSearch(onChoose, stationCount) {
  const form = byID("place-form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = byID("place-text").value.trim();
    if (text === "") return;
    await search(text, onChoose, await stationCount());
  });
}

async function search(text, onChoose, count) {
  const list = byID("place-results");
  try {
    const [towns, stations] = await Promise.all([
      count <= fewStations ? townsNamed(text) : [], searchStations(text, shown),
    ]);
    const buttons = [
      ...towns.slice(0, shown).map((town) => townButton(town, onChoose)),
      ...stations.map((station) => stationButton(station, onChoose)),
    ];
    list.replaceChildren(...buttons.map((button) => element("li", {}, button)));
    const told = buttons.length > 0 ? say("placesFound", { count: buttons.length }) : say("noPlaceFound", { text });
    if (buttons.length === 0) list.replaceChildren(element("li", {}, told));
    announce(told);
  } catch (error) {
    list.replaceChildren(element("li", {}, say("failed", { reason: error.message })));
  }
}

async function townsNamed(text) {
  try {
    return (await get("/v1/towns")).towns.filter((town) => town.stations > 0 && town.name.includes(text));
  } catch {
    // Without a network the stations are searched alone.
    return [];
  }
}

function townButton(town, onChoose) {
  const label = say("townStations", { name: town.name, count: town.stations });
  return choice(label, async () => {
    const stations = await stationsOfTown(town.name);
    if (stations.length > 0) onChoose({ ...middle(stations), name: town.name });
  });
}

function stationButton(station, onChoose) {
  const label = [station.name, station.address].filter(Boolean).join(" · ");
  return choice(label, () => onChoose({ lat: station.lat, lon: station.lon, name: station.name }));
}

const choice = (label, choose) => element("button", { type: "button", class: "row", on: { click: choose } }, label);

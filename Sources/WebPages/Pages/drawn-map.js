// The map itself: tiles where the server names some, else a plain ground with the stations, the names of the towns and the
// scale. What is drawn is shifted to the tiles' datum.

import { get, query } from "./api.js";
import { conversion } from "./datum.js";
import { keptDirectory, words } from "./directory.js";
import { middle } from "./geodesy.js";
import { say } from "./language.js";

/** Where the map begins when nothing is known yet: China, from afar. */
const wholeCountry = { lat: 35, lon: 104, zoom: 4 };
/** So many other stations are drawn at most, and from this zoom on when the server must be asked for them. */
const mostDots = 1000;
const dotZoom = 11;
/** The map rests so long before they are, milliseconds. */
const rest = 300;
/** Towns are named from this zoom on when they would else cover each other. */
const townZoom = 10;
/** Half of the room that a mark takes, the widest of them, and of a line of text, pixels. */
const markHalf = { x: 24, y: 18 };
const lineHalf = 10;
/** How far above its place the bubble of the courier's stands, pixels. */
const stalk = 37;
/** How far up or down a name makes way, the nearest first: past a mark, past two, past three. */
const shifts = [0, -1, 1, -2, 2, -3, 3].map((times) => times * (markHalf.y + lineHalf));

/** Loads Leaflet and draws a map in an element. Throws where Leaflet is not to be had. */
export async function drawnMap(root, handlers) {
  const [leaflet, settings] = await Promise.all([loadLeaflet(), loadSettings()]);
  return new DrawnMap(leaflet, settings, root, handlers);
}

async function loadSettings() {
  try {
    return await get("/pages/settings.json");
  } catch {
    return (await words().catch(() => undefined))?.settings ?? {};
  }
}

function loadLeaflet() {
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: "/leaflet/leaflet.css" });
  const script = document.createElement("script");
  script.src = "/leaflet/leaflet.js";
  // Before the page's own style, which goes further.
  document.head.prepend(style);
  document.head.append(script);
  return new Promise((resolve, reject) => {
    script.onload = () => (window.L ? resolve(window.L) : reject(new Error("no Leaflet")));
    script.onerror = () => reject(new Error("no Leaflet"));
  });
}

class DrawnMap {
  constructor(leaflet, settings, root, { onTap, onStation }) {
    this.leaflet = leaflet;
    this.onStation = onStation;
    this.root = root;
    this.tiles = settings.tiles;
    this.datum = conversion(this.tiles?.datum ?? "wgs84", this.tiles?.outline);
    /** Where the stations of the list and the courier are marked. */
    this.marked = [];
    this.here = undefined;
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", say("mapOf"));
    this.map = leaflet.map(root, {
      zoomControl: false, attributionControl: Boolean(this.tiles), zoomAnimation: !isStill(), fadeAnimation: !isStill(),
      markerZoomAnimation: !isStill(),
    });
    this.map.attributionControl?.setPrefix(false);
    this.map.setView([wholeCountry.lat, wholeCountry.lon], wholeCountry.zoom);
    leaflet.control.zoom({ zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") }).addTo(this.map);
    leaflet.control.scale({ imperial: false }).addTo(this.map);
    if (this.tiles) this.addTiles();
    this.towns = leaflet.layerGroup().addTo(this.map);
    this.dots = leaflet.layerGroup().addTo(this.map);
    this.canvas = leaflet.canvas();
    this.stations = leaflet.layerGroup().addTo(this.map);
    this.map.on("click", ({ latlng }) => {
      const { lat, lng } = latlng.wrap();
      onTap(this.datum.back({ lat, lon: lng }));
    });
    this.map.on("moveend", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.drawOthers(), rest);
    });
  }

  addTiles() {
    const { address, attribution } = this.tiles;
    const text = document.createElement("span");
    text.textContent = attribution;
    this.leaflet.tileLayer(address, { attribution: text.innerHTML, maxZoom: 19 }).addTo(this.map);
  }

  /** Draws what lies in view beside the stations of the list: other stations as dots, the names of towns. */
  async drawOthers() {
    const kept = await keptDirectory().catch(() => undefined);
    const stations = await this.stationsInView(kept);
    this.dots.clearLayers();
    for (const station of stations.slice(0, mostDots)) {
      const style = { renderer: this.canvas, radius: 5, weight: 2, color: "#fff", fillColor: "#5b6168", fillOpacity: 1 };
      this.leaflet.circleMarker(this.position(station), { ...style, interactive: false }).addTo(this.dots);
    }
    this.nameTowns(stations);
  }

  async stationsInView(kept) {
    const bounds = this.map.getBounds().pad(0.1);
    const isSeen = (station) => bounds.contains(this.position(station));
    if (kept?.isWhole) return kept.stations.filter(isSeen);
    if (this.map.getZoom() < dotZoom) return [];
    try {
      const [a, b] = [bounds.getSouthWest(), bounds.getNorthEast()].map(
        ({ lat, lng }) => this.datum.back({ lat, lon: lng }));
      const bbox = [a.lon, a.lat, b.lon, b.lat].map((degrees) => degrees.toFixed(5)).join(",");
      return (await get(`/v1/stations${query({ bbox, limit: mostDots })}`)).stations;
    } catch {
      return (kept?.stations ?? []).filter(isSeen);
    }
  }

  /** A town's name stands in the middle of its stations, or beside the marks there. */
  nameTowns(stations) {
    this.towns.clearLayers();
    if (this.map.getZoom() < townZoom) return;
    const towns = new Map();
    for (const station of stations) {
      if (station.town) towns.set(station.town, [...(towns.get(station.town) ?? []), station]);
    }
    const size = this.map.getSize();
    const taken = this.marked.map((position) => ({ ...this.map.latLngToContainerPoint(position), half: markHalf }));
    if (this.here) {
      const { x, y } = this.map.latLngToContainerPoint(this.here);
      taken.push({ x, y: y - stalk, half: markHalf });
    }
    for (const [name, members] of [...towns].sort((a, b) => b[1].length - a[1].length)) {
      const place = middle(members);
      const point = this.map.latLngToContainerPoint(this.position(place));
      const half = { x: name.length * 7 + 4, y: lineHalf };
      // Whole, inside of the map's edge.
      const [x, y] = [Math.min(Math.max(point.x, half.x), size.x - half.x), point.y];
      const isFree = (shift) => y + shift >= half.y && y + shift <= size.y - half.y && !taken.some(
        (one) => Math.abs(one.x - x) < one.half.x + half.x && Math.abs(one.y - y - shift) < one.half.y + half.y);
      const shift = shifts.find(isFree);
      // Of names without room for all of them, that of more stations stays.
      if (shift === undefined) continue;
      taken.push({ x, y: y + shift, half });
      this.mark(place, "town", name, { interactive: false, keyboard: false }, [0, 0], [point.x - x, -shift]).addTo(this.towns);
    }
  }

  /** Where there is no place yet, the whole district is shown. */
  async showDistrict() {
    const kept = await keptDirectory().catch(() => undefined);
    const all = kept?.isWhole ? kept.stations.map((station) => this.position(station)) : [];
    if (all.length > 0 && !this.hasPlace) this.map.fitBounds(all, { padding: [16, 16], animate: false });
  }

  /** Draws these stations and the courier's place, and moves so that all are seen. */
  update({ place, stations = [] }) {
    this.stations.clearLayers();
    stations.forEach((station, number) => {
      const kind = station.status === "active" ? station.open : "closed";
      const mark = this.mark(station, `station ${kind}`, String(number + 1), { title: station.name }, [32, 32])
        .on("click", () => this.onStation(station))
        .addTo(this.stations);
      mark.getElement()?.setAttribute("role", "button");
      mark.getElement()?.setAttribute("aria-label", `${number + 1}: ${station.name}`);
    });
    if (place) {
      const options = { interactive: false, keyboard: false, zIndexOffset: -1000 };
      this.mark(place, "here", say("youAreHere"), options).addTo(this.stations);
    }
    this.map.invalidateSize();
    this.here = place && this.position(place);
    this.marked = [...stations.map((one) => this.position(one)), ...(this.here ? [this.here] : [])];
    this.hasPlace = this.marked.length > 0;
    if (this.hasPlace) this.map.fitBounds(this.marked, { paddingTopLeft: [36, 60], paddingBottomRight: [36, 36], maxZoom: 17, animate: false });
    else this.showDistrict();
    this.drawOthers();
  }

  position({ lat, lon }) {
    const shifted = this.datum.forth({ lat, lon });
    return [shifted.lat, shifted.lon];
  }

  /** `size` is that of what can be tapped; words stand around their place. `anchor` is the point of it that lies there. */
  mark(place, kind, text, options, size = [0, 0], anchor = size.map((side) => side / 2)) {
    const label = document.createElement("span");
    label.textContent = text;
    const picture = this.leaflet.divIcon({ className: `mark ${kind}`, html: label, iconSize: size, iconAnchor: anchor });
    return this.leaflet.marker(this.position(place), { icon: picture, ...options });
  }
}

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The datum of a map's tiles: what is drawn on tiles in GCJ-02 or BD-09 is shifted as they are. Places are
// `{ lat, lon }` in degrees. The formulas are those of the server; the outline inside which GCJ-02 holds comes from it.

const radians = Math.PI / 180;
/** Krasovsky's ellipsoid of 1940: its semi-major axis in metres, its squared eccentricity. */
const semiMajorAxis = 6378245;
const eccentricitySquared = 0.00669342162296594323;

/** Turns places from WGS-84 into a datum and back. `outline` is a list of rings `[lat, lon, lat, lon, …]`. */
export function conversion(datum, outline = []) {
  const shifts = (place) => (datum === "gcj02" || datum === "bd09") && contains(outline, place);
  const forth = (place) => {
    const shifted = shifts(place) ? moved(place, mainlandShift(place), 1) : place;
    return datum === "bd09" ? moved(shifted, baiduShift(shifted), 1) : shifted;
  };
  const back = (given) => {
    const plain = datum === "bd09" ? undone(given, baiduShift) : given;
    if (datum === "wgs84") return plain;
    const place = undone(plain, mainlandShift);
    return contains(outline, place) || contains(outline, plain) ? place : plain;
  };
  return { forth, back };
}

/** Whether a place is inside an odd number of rings. */
function contains(rings, { lat, lon }) {
  let inside = false;
  for (const ring of rings) {
    for (let corner = 0; corner < ring.length; corner += 2) {
      const next = (corner + 2) % ring.length;
      const [a, b] = ring[corner] < ring[next] ? [corner, next] : [next, corner];
      if (lat < ring[a] || lat >= ring[b]) continue;
      const slope = (ring[b + 1] - ring[a + 1]) / (ring[b] - ring[a]);
      if (lon >= ring[a + 1] + (lat - ring[a]) * slope) inside = !inside;
    }
  }
  return inside;
}

function moved(place, shift, direction) {
  return { lat: place.lat + direction * shift.lat, lon: place.lon + direction * shift.lon };
}

/** The place from which a shift leads here: each round leaves less than a thirtieth of the error. */
function undone(given, shift) {
  let place = given;
  for (let round = 0; round < 12; round += 1) place = moved(given, shift(place), -1);
  return place;
}

function mainlandShift({ lat, lon }) {
  const [x, y] = [lon - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const waves = (steps) => steps.reduce((sum, [size, value, period]) => sum + size * Math.sin((value * Math.PI) / period), 0);
  const ripple = waves([[20, x, 1 / 6], [20, x, 1 / 2]]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    + (2 / 3) * (ripple + waves([[20, y, 1], [40, y, 3], [160, y, 12], [320, y, 30]]));
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    + (2 / 3) * (ripple + waves([[20, x, 1], [40, x, 3], [150, x, 12], [300, x, 30]]));
  const sine = Math.sin(lat * radians);
  const w = 1 - eccentricitySquared * sine * sine;
  const meridian = (semiMajorAxis * (1 - eccentricitySquared)) / (w * Math.sqrt(w));
  const parallel = (semiMajorAxis * Math.cos(lat * radians)) / Math.sqrt(w);
  return { lat: north / meridian / radians, lon: east / parallel / radians };
}

function baiduShift({ lat, lon }) {
  const turn = 3000 * radians;
  const radius = Math.hypot(lon, lat) + 2e-5 * Math.sin(lat * turn);
  const angle = Math.atan2(lat, lon) + 3e-6 * Math.cos(lon * turn);
  return { lat: radius * Math.sin(angle) + 0.006 - lat, lon: radius * Math.cos(angle) + 0.0065 - lon };
}

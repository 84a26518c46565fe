// Distances on the WGS-84 ellipsoid, as the server measures them.

const major = 6378137;
const flattening = 1 / 298.257223563;
const minor = major * (1 - flattening);
const meanRadius = 6371008.8;
const radians = Math.PI / 180;

/**
 * The geodesic from one place to another (`{ lat, lon }`, degrees): `{ metres, bearing }`, the bearing in degrees clockwise
 * from north at its start. T. Vincenty, Survey Review 176 (1975), good to 1 mm; nearly antipodal places, where that does
 * not converge, are told by the sphere, good to 0.6 %.
 */
export function geodesic(from, to) {
  const reduced = (latitude) => Math.atan((1 - flattening) * Math.tan(latitude * radians));
  const [u1, u2] = [reduced(from.lat), reduced(to.lat)];
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const difference = wrapped(to.lon - from.lon) * radians;
  let lambda = difference;
  for (let round = 0; round < 100; round += 1) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const east = cosU2 * sinLambda;
    const north = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
    const sinSigma = Math.hypot(east, north);
    if (sinSigma === 0) return { metres: 0, bearing: 0 };
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cosSquared = 1 - sinAlpha * sinAlpha;
    const middle = cosSquared === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSquared;
    const c = (flattening / 16) * cosSquared * (4 + flattening * (4 - 3 * cosSquared));
    const before = lambda;
    lambda = difference + (1 - c) * flattening * sinAlpha
      * (sigma + c * sinSigma * (middle + c * cosSigma * (2 * middle * middle - 1)));
    if (Math.abs(lambda - before) < 1e-12) {
      const metres = length(cosSquared, sigma, sinSigma, cosSigma, middle);
      return { metres, bearing: (Math.atan2(east, north) / radians + 360) % 360 };
    }
  }
  return onTheSphere(from, to);
}

function length(cosSquared, sigma, sinSigma, cosSigma, middle) {
  const u = (cosSquared * (major * major - minor * minor)) / (minor * minor);
  const a = 1 + (u / 16384) * (4096 + u * (u * (320 - 175 * u) - 768));
  const b = (u / 1024) * (256 + u * (u * (74 - 47 * u) - 128));
  const inner = cosSigma * (2 * middle * middle - 1)
    - (b / 6) * middle * (4 * sinSigma * sinSigma - 3) * (4 * middle * middle - 3);
  return minor * a * (sigma - b * sinSigma * (middle + (b / 4) * inner));
}

function onTheSphere(from, to) {
  const [phi1, phi2] = [from.lat * radians, to.lat * radians];
  const lambda = wrapped(to.lon - from.lon) * radians;
  const h = Math.sin((phi2 - phi1) / 2) ** 2 + Math.cos(phi1) * Math.cos(phi2) * Math.sin(lambda / 2) ** 2;
  const east = Math.sin(lambda) * Math.cos(phi2);
  const north = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(lambda);
  return {
    metres: 2 * meanRadius * Math.asin(Math.min(1, Math.sqrt(h))),
    bearing: (Math.atan2(east, north) / radians + 360) % 360,
  };
}

/** A difference of longitudes, −180…180. */
function wrapped(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** A box around a place that reaches so many metres each way: `west,south,east,north`. */
export function boxAround(place, metres) {
  const high = metres / 110574;
  const wide = Math.min(179, metres / (111320 * Math.max(0.01, Math.cos(place.lat * radians))));
  const [south, north] = [Math.max(-90, place.lat - high), Math.min(90, place.lat + high)];
  const turned = (longitude) => wrapped(longitude);
  return [turned(place.lon - wide), south, turned(place.lon + wide), north].map((number) => number.toFixed(5)).join(",");
}

/** The middle of some places that lie close together. */
export function middle(places) {
  const first = places[0];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    lat: mean(places.map((place) => place.lat)),
    lon: wrapped(first.lon + mean(places.map((place) => wrapped(place.lon - first.lon)))),
  };
}

// Links that open a station in the map apps that couriers have: the server's own, for when it is out of reach. Each app is
// told in its own words that the coordinates are WGS-84, and shifts them itself.

const source = "yizhan";

/** Links for a station (WGS-84, degrees) by the names that the server gives them. */
export function navigationLinks({ lat, lon, name, address }) {
  const [latitude, longitude] = [lat, lon].map((degrees) => degrees.toFixed(7));
  const [title, content] = [escaped(name), escaped(address ?? name)];
  const marker = `coord:${latitude},${longitude};title:${plain(name)};addr:${plain(address ?? name)}`;
  return {
    geo: `geo:${latitude},${longitude}`,
    amap: `https://uri.amap.com/marker?position=${longitude},${latitude}&name=${title}&src=${source}`
      + "&coordinate=wgs84&callnative=1",
    baidu: `https://api.map.baidu.com/marker?location=${latitude},${longitude}&title=${title}&content=${content}`
      + `&output=html&coord_type=wgs84&src=${source}`,
    tencent: `https://apis.map.qq.com/uri/v1/marker?marker=${marker}&coord_type=1&referer=${source}`,
  };
}

/** In a marker `;`, `:` and `|` divide, even when they are escaped once. */
const plain = (text) => escaped(text.replace(/[;:|]/g, " "));

/** Percent-encoded but for what RFC 3986 calls unreserved. */
function escaped(text) {
  return encodeURIComponent(text.toWellFormed?.() ?? text).replace(
    /[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

// Where the phone is.

/** Nothing could tell where the phone is; `isDenied` when its owner does not wish it. */
export class PlaceUnknown extends Error {
  constructor(isDenied) {
    super(isDenied ? "denied" : "not found");
    this.isDenied = isDenied;
  }
}

/** `{ lat, lon, accuracy }` in degrees (WGS-84) and metres. Throws `PlaceUnknown`. */
export function currentPlace() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation || !isSecureContext) {
      reject(new PlaceUnknown(true));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy }),
      (error) => reject(new PlaceUnknown(error.code === error.PERMISSION_DENIED)),
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
  });
}

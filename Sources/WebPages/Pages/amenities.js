// What stations offer: codes, labels, pictures.

import { icon } from "./dom.js";
import { labelled } from "./language.js";

/** Those with a picture of their own; a district's own amenities share one. */
const pictured = new Set([
  "water", "hot_water", "microwave", "fridge", "meals", "first_aid", "aed", "blood_pressure", "heat_relief", "seating",
  "table", "air_conditioning", "heating", "toilet", "shower", "nap", "nursing_room", "reading", "television",
  "phone_charging", "ebike_charging", "battery_swap", "parking", "air_pump", "tools", "rain_gear", "wheelchair", "wifi",
  "printing", "legal_aid", "counselling", "job_information", "training", "lost_property",
]);

/** The categories in the order in which they are shown. */
export const categories = ["food", "medical", "rest", "travel", "services"];

/** What couriers ask for most, in that order. */
export const favourites = ["microwave", "hot_water", "toilet"];

export const amenityIcon = (code) => icon(pictured.has(code) ? code : "other");

/** The vocabulary `GET /v1/amenities` gave, by codes. */
export class Amenities {
  constructor(list = []) {
    this.list = list;
    this.byCode = new Map(list.map((amenity) => [amenity.code, amenity]));
  }

  has(code) {
    return this.byCode.has(code);
  }

  /** In the page's language; the code of one that is not known yet. */
  label(code) {
    return labelled(this.byCode.get(code)?.labels) || code.replaceAll("_", " ");
  }

  of(category) {
    return this.list.filter((amenity) => amenity.category === category);
  }
}

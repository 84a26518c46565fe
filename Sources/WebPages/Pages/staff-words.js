// The words that figures are told with: towns, worker groups, amenities, the district's time zone.

import { Amenities } from "./amenities.js";
import { labelled, say } from "./language.js";
import { figures } from "./staff-api.js";

/** Throws `Unreachable` or `Refused`. */
export async function loadWords() {
  const [settings, towns, groups, amenities] = await Promise.all(
    ["/pages/settings.json", "/v1/towns", "/v1/worker-groups", "/v1/amenities"].map((path) => figures(path)));
  return new Words(settings, towns.towns, groups.worker_groups, amenities.amenities);
}

class Words {
  constructor(settings, towns, groups, amenities) {
    this.zone = settings.time_zone;
    /** Names. */
    this.towns = towns.map(({ name }) => name);
    this.groups = new Map(groups.map(({ code, labels }) => [code, labelled(labels)]));
    this.amenities = new Amenities(amenities);
  }

  group(code) {
    return this.groups.get(code) ?? code;
  }

  amenity(code) {
    return this.amenities.label(code);
  }

  town(name) {
    return name === "" || name === undefined ? say("unnamedTown") : name;
  }
}

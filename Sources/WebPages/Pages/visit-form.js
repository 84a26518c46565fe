// The questions of a visit: which group, how many, which services. Asked on the check-in page and on the manager's.

import { amenityIcon } from "./amenities.js";
import { byID, element } from "./dom.js";
import { labelled, say } from "./language.js";

/** What a visit may count at most. */
const mostPeople = 500;

/** The fields `#groups`, `#people` with its two buttons, and `#services` of a page. */
export class VisitForm {
  constructor(groupsTitle, servicesTitle) {
    this.titles = { groups: groupsTitle, services: servicesTitle };
    this.people = 1;
    byID("fewer").addEventListener("click", () => this.count(this.people - 1));
    byID("more").addEventListener("click", () => this.count(this.people + 1));
    this.count(1);
  }

  /** Offers the groups, one of which may be chosen already. */
  offerGroups(groups, chosen) {
    byID("groups").replaceChildren(
      element("legend", {}, say(this.titles.groups)),
      element("div", { class: "choices" }, groups.map(({ code, labels }) => choice(
        "radio", "group", code, code === chosen, [labelled(labels)]))));
  }

  /** Offers the services of a station. */
  offerServices(codes, amenities) {
    byID("services").hidden = codes.length === 0;
    byID("services").replaceChildren(
      element("legend", {}, say(this.titles.services)),
      element("div", { class: "choices" }, codes.map((code) => choice(
        "checkbox", "service", code, false, [amenityIcon(code), amenities.label(code)]))));
  }

  count(people) {
    this.people = Math.min(mostPeople, Math.max(1, people));
    byID("people").textContent = String(this.people);
  }

  /** The chosen group, or nothing. */
  get group() {
    return document.querySelector("#groups input:checked")?.value;
  }

  get services() {
    return [...document.querySelectorAll("#services input:checked")].map((input) => input.value);
  }

  /** Takes back all answers, or all but the group. */
  clear({ keepsGroup }) {
    this.count(1);
    const group = document.querySelector("#groups input:checked");
    if (group && !keepsGroup) group.checked = false;
    for (const input of document.querySelectorAll("#services input:checked")) input.checked = false;
  }
}

function choice(type, name, value, isChosen, content) {
  const input = element("input", { type, name, value, checked: isChosen });
  return element("label", { class: "choice" }, input, element("span", {}, content));
}

// The station's condition on the manager's page: in service or suspended with a reason, each amenity working or broken.

import { amenityIcon } from "./amenities.js";
import { byID, element } from "./dom.js";
import { say } from "./language.js";
import { announce } from "./page.js";

/** What couriers can be told of a reason, characters. */
const longestReason = 200;

export class ConditionPanel {
  /** `onChange` gets a change as the outbox takes it, and promises whether the server has it. */
  constructor(onChange) {
    this.onChange = onChange;
    this.isAsking = false;
  }

  show(station, amenities) {
    this.station = station;
    this.amenities = amenities;
    // Who is typing a reason is not to be disturbed.
    if (!this.isAsking) byID("condition").replaceChildren(...(station.status === "suspended" ? this.resuming() : this.suspending()));
    this.showAmenities();
  }

  resuming() {
    return [
      element("p", {}, say("suspendedSince", { reason: this.station.status_reason ?? "" })),
      element("button", { type: "button", class: "primary", on: { click: () => this.change({ resume: true }) } }, say("resume")),
    ];
  }

  suspending() {
    const ask = () => {
      this.isAsking = true;
      byID("condition").replaceChildren(...this.asking());
      byID("reason").focus();
    };
    return [
      element("p", {}, say("inService")),
      element("button", { type: "button", id: "suspend", on: { click: ask } }, say("suspend")),
    ];
  }

  asking() {
    const input = element("input", { id: "reason", maxlength: longestReason, placeholder: say("suspendHint"), "aria-describedby": "reason-fault" });
    const fault = element("p", { id: "reason-fault", role: "alert" });
    input.addEventListener("input", () => { fault.textContent = ""; });
    const end = () => {
      this.isAsking = false;
      this.show(this.station, this.amenities);
    };
    const submit = async (event) => {
      event.preventDefault();
      const reason = input.value.trim();
      if (reason === "") {
        fault.textContent = say("reasonNeeded");
        input.focus();
        return;
      }
      end();
      await this.change({ suspend: reason });
    };
    const cancel = () => {
      end();
      byID("suspend").focus();
    };
    return [element(
      "form", { novalidate: true, on: { submit } },
      element("label", { for: "reason" }, say("suspendReason")), input, fault,
      element(
        "div", { class: "buttons" },
        element("button", { type: "submit", class: "primary" }, say("suspendNow")),
        element("button", { type: "button", on: { click: cancel } }, say("cancel"))))];
  }

  showAmenities() {
    const broken = new Set(this.station.broken_amenities ?? []);
    const codes = this.amenities.list.map(({ code }) => code)
      .filter((code) => broken.has(code) || this.station.amenities.includes(code));
    const focused = document.activeElement?.dataset?.amenity;
    byID("amenities").replaceChildren(...codes.map((code) => this.row(code, broken.has(code))));
    if (focused) byID("amenities").querySelector(`[data-amenity="${CSS.escape(focused)}"]`)?.focus();
  }

  row(code, isBroken) {
    const amenity = this.amenities.label(code);
    const button = element(
      "button",
      {
        type: "button", "aria-pressed": String(isBroken), "data-amenity": code,
        "aria-label": `${say(isBroken ? "broken" : "works")} – ${say(isBroken ? "markMended" : "markBroken", { amenity })}`,
        on: { click: () => this.change(isBroken ? { mends: code } : { breaks: code }) },
      },
      say(isBroken ? "broken" : "works"));
    return element("li", {}, element("span", {}, amenityIcon(code), isBroken ? element("s", {}, amenity) : amenity), button);
  }

  async change(change) {
    const isSent = await this.onChange(change);
    announce(say(isSent ? "changeSaved" : "changeWaiting"));
  }
}

"""The pages on a phone that has been here once, with the server stopped; and how far the phone's answers are the server's."""

from urllib.parse import quote

from browser import CENTRE, SMALL_SCREEN, ask, expect, get, run

INSTANTS = [
    "2026-11-25T00:00:00+08:00", "2026-11-25T07:59:59+08:00", "2026-11-28T01:30:00+08:00", "2026-10-01T09:00:00+08:00",
    "2026-09-30T23:59:00+08:00", "2026-12-31T23:30:00+08:00", "2027-01-01T11:00:00+08:00", "2028-02-29T10:30:00+08:00",
    "2026-03-15T18:30:00+08:00", "2026-07-04T20:15:30+08:00", "2026-05-03T03:00:00Z", "2031-10-01T12:00:00+08:00",
]

STATUS = """
([stations, instants, settings]) => import("/pages/hours.js").then(async ({ Holidays, statusOf }) => {
  const { localText } = await import("/pages/clock.js");
  const holidays = new Holidays(settings.holidays, settings.holiday_years);
  return instants.map((text) => stations.map(({ id, opening_hours: hours }) => {
    const { state, nextChange } = statusOf(hours, Date.parse(text) / 1000, settings.time_zone, holidays);
    return [id, state, nextChange === undefined ? null : localText(nextChange, settings.time_zone)];
  }));
})
"""


def question(**parameters):
    query = "&".join(f"{name}={quote(str(value), safe=',')}" for name, value in parameters.items())
    return f"/v1/stations/nearest?lat={CENTRE['latitude']}&lon={CENTRE['longitude']}&include=navigation,skipped&{query}"


def the_phone_tells_hours_as_the_server_does(phone, url):
    listed = get(f"{url}/v1/stations?limit=1000&status=active")["stations"]
    stations = [{"id": one["id"], "opening_hours": one["opening_hours"]} for one in listed if one.get("opening_hours")]
    expect(len(stations) > 300, f"{len(stations)} stations have hours")
    settings = get(f"{url}/pages/settings.json")
    states = set()
    with phone() as it:
        it.visit("/check-in")
        answers = it.page.evaluate(STATUS, [stations, INSTANTS, settings])
        for instant, answer in zip(INSTANTS, answers, strict=True):
            there = get(f"{url}/v1/stations?limit=1000&status=active&open={quote(instant)}")["stations"]
            told = {one["id"]: one for one in there}
            for (name, state, change), station in zip(answer, stations, strict=True):
                # Closed ones are left out of the server's answer.
                expected = told[name]["open"] if name in told else "closed"
                expect(state == expected, f"{station} at {instant}: {state}, the server says {expected}")
                if name in told:
                    expect(change == told[name].get("changes_at"), f"{station} at {instant}: {change}, {told[name]}")
                states.add(state)
        # And of those that are closed now, when they open.
        for one, (_, state, change) in zip(stations, it.page.evaluate(STATUS, [stations, [listed_at(url)], settings])[0]):
            there = next(station for station in listed if station["id"] == one["id"])
            if there["open"] == state == "closed":
                expect(change == there.get("changes_at"), f"{one}: {change}, {there}")
    expect(states == {"open", "closed", "unknown"}, states)


def listed_at(url):
    return get(f"{url}/v1/stations?limit=1")["as_of"]


def odd_hours_are_unknown_rather_than_wrong(phone, url):
    with phone() as it:
        it.visit("/check-in")
        odd = ["sunrise-sunset", "Mo-Fr 08:00+", "week 1-10 08:00-12:00", "2026 Mo-Fr 08:00-12:00", "\"on call\"", "Mo-Xx", "08:00"]
        answers = it.page.evaluate(STATUS, [[{"id": one, "opening_hours": one} for one in odd], INSTANTS[:1], get(f"{url}/pages/settings.json")])
        expect([state for _, state, _ in answers[0]] == ["unknown"] * len(odd), answers)


def the_phone_measures_as_the_server_does(phone, url):
    with phone() as it:
        it.visit("/check-in")
        for lat, lon in [(35.5531, 116.7836), (-33.9, 18.4), (0, 0), (89.9, -60), (35.4, -63.0)]:
            there = get(f"{url}/v1/stations/nearest?lat={lat}&lon={lon}&limit=100")["stations"]
            own = it.page.evaluate(
                """([from, stations]) => import("/pages/geodesy.js").then(({ geodesic }) => stations.map((to) => {
                  const { metres, bearing } = geodesic(from, to);
                  return [metres, bearing];
                }))""", [{"lat": lat, "lon": lon}, there])
            for station, (metres, bearing) in zip(there, own, strict=True):
                expect(abs(metres - station["distance_m"]) < 0.06, f"{station['id']}: {metres}, {station['distance_m']}")
                turn = abs(bearing - station["bearing_deg"])
                expect(min(turn, 360 - turn) < 0.06, f"{station['id']}: {bearing}, {station['bearing_deg']}")


def after_one_visit_the_phone_answers_without_the_server(phone, url):
    plain = get(url + question(limit=5))
    filtered = get(url + question(limit=5, amenities="microwave", open="now"))
    with phone() as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.await_kept()
        ask("stop")
        it.page.reload()
        it.page.wait_for_selector("#stations .card")
        expect(it.names() == [station["name"] for station in plain["stations"]], it.names())
        expect("离线。服务点数据更新于" in it.text("#offline"), it.text("#offline"))
        it.picture("courier-offline")
        own = it.page.evaluate("""([lat, lon]) => import("/pages/finder.js").then(({ findNearest }) => Promise.all([
          findNearest({ place: { lat, lon }, limit: 5, amenities: [], open: "any" }),
          findNearest({ place: { lat, lon }, limit: 5, amenities: ["microwave"], open: "now" }),
        ]))""", [CENTRE["latitude"], CENTRE["longitude"]])
        for answer, there in zip(own, [plain, filtered], strict=True):
            for station, other in zip(answer["stations"], there["stations"], strict=True):
                for field in ["id", "open", "staffed", "changes_at", "amenities", "broken_amenities", "navigation", "status"]:
                    expect(station.get(field) == other.get(field), f"{field}: {station} {other}")
            skipped = [station["id"] for station in there.get("skipped", [])]
            expect([station["id"] for station in answer["skipped"]] == skipped, f"{answer['skipped']} {skipped}")
        it.page.click("#filters button:has-text('微波炉')")
        it.page.wait_for_function("() => document.querySelectorAll('#filters [aria-pressed=true]').length === 1")
        it.page.click("#place-type")
        it.page.fill("#place-text", "银行")
        it.page.press("#place-text", "Enter")
        it.page.wait_for_selector("#place-results button")
        it.page.locator("#place-results button").first.click()
        it.page.wait_for_function("() => document.querySelector('#place-now').textContent.includes('银行')")
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("#map .mark.station")
        it.page.wait_for_selector("#map .mark.town", state="attached")
        it.picture("courier-offline-whole", full=True)
        for path in ["/manage", "/check-in"]:
            it.visit(path)
            it.page.wait_for_selector("h1")
        ask("start")
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        expect(it.page.is_hidden("#offline"), "online again")


def what_changed_meanwhile_is_followed(phone, url):
    with phone() as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.await_kept()
        asked = []
        it.page.on("request", lambda request: asked.append(request.url))
        it.page.evaluate("() => import('/pages/directory.js').then(({ refresh }) => refresh())")
        changes = [one for one in asked if "/changes" in one]
        expect(len(changes) == 1 and "since=0" not in changes[0], changes)


def the_other_language_and_a_wide_screen_work_offline_too(phone, url):
    with phone(language="en", screen={"width": 1200, "height": 800}, touch=False) as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.await_kept()
        it.context.set_offline(True)
        it.page.reload()
        it.page.wait_for_selector("#stations .card")
        expect("Offline. Stations as they were just now." == it.text("#offline"), it.text("#offline"))
        it.page.wait_for_selector("#map .mark.station")
        it.picture("courier-offline-wide")


if __name__ == "__main__":
    run([
        the_phone_tells_hours_as_the_server_does, odd_hours_are_unknown_rather_than_wrong,
        the_phone_measures_as_the_server_does, after_one_visit_the_phone_answers_without_the_server,
        what_changed_meanwhile_is_followed, the_other_language_and_a_wide_screen_work_offline_too,
    ])

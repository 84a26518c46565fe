"""The courier's page against a server with the stations of Yanzhou."""

import re
from urllib.parse import parse_qs, quote, urlparse

from browser import CENTRE, expect, get, run, say


def nearest(url, **parameters):
    query = "&".join(f"{name}={quote(str(value), safe=',')}" for name, value in parameters.items())
    place = f"lat={CENTRE['latitude']}&lon={CENTRE['longitude']}"
    return get(f"{url}/v1/stations/nearest?{place}&include=navigation,skipped&{query}")


# A mark's middle, or the foot of the stalk on which the courier's bubble stands, is where Leaflet puts the mark.
STRAY_MARKS = """
() => [...document.querySelectorAll("#map .mark")].map((mark) => {
  const [place, drawn] = [mark.getBoundingClientRect(), mark.querySelector("span").getBoundingClientRect()];
  const isHere = mark.classList.contains("here");
  const x = (drawn.left + drawn.right - place.left - place.right) / 2;
  const y = isHere ? drawn.bottom + 22 - place.top : (drawn.top + drawn.bottom - place.top - place.bottom) / 2;
  return { name: mark.textContent, x, y };
}).filter(({ x, y }) => Math.abs(x) > 1 || Math.abs(y) > 1)
"""


def the_nearest_stations_are_listed_first_and_mapped_second(phone, url):
    expected = nearest(url, limit=5)["stations"]
    with phone() as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        expect(it.names() == [station["name"] for station in expected], it.names())
        card = it.text("#stations li:first-child .card")
        for words in ["48 米", "步行约 1 分钟", "骑电动车约 1 分钟", expected[0]["address"], "饮用水", "微波炉"]:
            expect(words in card, f"{words} in {card}")
        expect(it.page.evaluate("document.documentElement.lang") == "zh-CN", "lang")
        expect("误差约 20 米" in it.text("#place-now"), it.text("#place-now"))
        it.picture("courier-zh")
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("#map .mark.station")
        expect(it.page.locator("#map .mark.station").count() == 5, "marks")
        it.page.wait_for_selector("#map .mark.town", state="attached")
        expect(re.search(r"\d+ (m|km)", it.text("#map .leaflet-control-scale")), "scale")
        stray = it.page.evaluate(STRAY_MARKS)
        expect(not stray, f"marks off their places: {stray}")
        it.picture("courier-zh-whole", full=True)
        it.page.locator("#map .mark.station").nth(2).click()
        expect(it.page.evaluate("document.activeElement.textContent") == expected[2]["name"], "a mark leads to its card")


def it_is_in_english_and_dark_for_who_has_it_so(phone, url):
    with phone(language="en-GB", dark=True) as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        expect("about 1 min on foot" in it.text("#stations li:first-child .card"), "words")
        expect(it.page.title() == "Rest stations nearby", it.page.title())
        it.picture("courier-en-dark")
        it.page.click("#language")
        it.page.wait_for_selector("html[lang=zh-CN]")
        it.page.wait_for_selector("#stations .card")
        it.page.reload()
        it.page.wait_for_selector("html[lang=zh-CN]")


def who_does_not_tell_a_place_types_or_taps_it(phone, url):
    with phone(place=None) as it:
        it.visit("/")
        it.page.wait_for_selector("#place-panel:not([hidden])")
        expect("未获得定位权限" in it.text("#place-now"), it.text("#place-now"))
        it.page.wait_for_selector("#map .leaflet-control-zoom")
        it.picture("courier-denied")
        it.page.fill("#place-text", "大安")
        it.page.press("#place-text", "Enter")
        it.page.wait_for_selector("#place-results button")
        it.picture("courier-places")
        town = it.page.locator("#place-results button").first
        expect("大安镇" in town.inner_text(), town.inner_text())
        town.click()
        it.page.wait_for_selector("#stations .card")
        first = get(f"{url}/v1/stations?town={quote('大安镇')}&limit=1000")["stations"]
        expect(it.names()[0] in [station["name"] for station in first], it.names())
        it.page.click("#place-type")
        it.page.fill("#place-text", "没有这个地方")
        it.page.press("#place-text", "Enter")
        it.page.wait_for_selector("text=没有找到“没有这个地方”。")
        it.page.click("#place-map")
        it.page.wait_for_selector("#map .leaflet-control-scale")
        before = it.names()
        box = it.page.locator("#map").bounding_box()
        it.page.mouse.click(box["x"] + box["width"] - 30, box["y"] + box["height"] - 60)
        it.page.wait_for_function("() => document.querySelector('#place-now').textContent === '地图选点附近'")
        it.page.wait_for_function("(before) => document.querySelector('#stations h3').textContent !== before", arg=before[0])


def filters_leave_out_and_stay(phone, url):
    wanted = nearest(url, limit=5, amenities="microwave,hot_water", open="now")
    with phone() as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        for chip in ["微波炉", "热水", "正在开放"]:
            it.page.click(f"#filters button:has-text('{chip}')")
        names = [station["name"] for station in wanted["stations"]]
        it.page.wait_for_function(
            "(names) => [...document.querySelectorAll('#stations h3')].map((one) => one.textContent).join() === names",
            arg=",".join(names))
        it.page.click("#skipped summary")
        shown = it.page.locator("#skipped-stations li").all_inner_texts()
        for station, text in zip(wanted["skipped"], shown, strict=True):
            expect(station["name"] in text, f"{station} in {shown}")
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("#map .leaflet-control-zoom")
        it.picture("courier-filtered", full=True)
        it.page.reload()
        it.page.wait_for_selector("#stations .card")
        expect(it.names() == names, it.names())
        it.page.click("#filters button.plain")
        it.page.wait_for_function("() => document.querySelectorAll('#filters [aria-pressed=true]').length === 0")
        # Every amenity can be asked for, by its word.
        it.page.click("#filters summary")
        labels = [amenity["labels"]["zh"] for amenity in get(f"{url}/v1/amenities")["amenities"]]
        chips = it.page.locator("#filters .chip").all_inner_texts()
        expect(set(labels) <= set(chips), set(labels) - set(chips))
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("#map .mark.station")
        it.picture("courier-filters", full=True)


def navigation_tells_each_app_the_datum(phone, url):
    station = nearest(url, limit=1)["stations"][0]
    with phone() as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        links = it.page.eval_on_selector_all(
            "#stations li:first-child .navigation a", "(links) => links.map((link) => link.getAttribute('href'))")
        expect(links == [station["navigation"][app] for app in ["amap", "baidu", "tencent", "geo"]], links)
        told = [parse_qs(urlparse(link).query) for link in links]
        expect(told[0]["coordinate"] == ["wgs84"] and told[0]["position"] == [f"{station['lon']},{station['lat']}"], told[0])
        expect(told[1]["coord_type"] == ["wgs84"], told[1])
        expect(told[2]["coord_type"] == ["1"], told[2])
        # The phone's own links, for when the server is out of reach, are the same.
        own = it.page.evaluate(
            "(station) => import('/pages/navigation.js').then(({ navigationLinks }) => navigationLinks(station))", station)
        expect(own == station["navigation"], own)
        odd = {"lat": -1.5, "lon": 179.25, "name": "a;b:c|d (é)'!*", "address": "x y&z=1"}
        own = it.page.evaluate(
            "(station) => import('/pages/navigation.js').then(({ navigationLinks }) => navigationLinks(station))", odd)
        expect("title:a%20b%20c%20d%20%28%C3%A9%29%27%21%2A;" in own["tencent"], own)


def a_link_shares_a_station(phone, url):
    station = get(f"{url}/v1/stations/YZ-0040")
    with phone() as it:
        it.context.grant_permissions(["clipboard-read", "clipboard-write", "geolocation"], origin=url)
        it.visit("/?station=YZ-0040&from=singlemessage")
        it.page.wait_for_selector("#shared .card .way")
        # The answer and the words draw the card anew.
        it.page.wait_for_selector("#stations .card")
        it.page.wait_for_selector("#filters .chip")
        expect(station["name"] == it.text("#shared h3"), it.text("#shared h3"))
        it.page.evaluate("delete Navigator.prototype.share")
        it.page.click("#shared button:has-text('分享')")
        it.page.wait_for_selector("#shared .told:not([hidden])")
        expect(it.text("#shared .told") == "链接已复制。", it.text("#shared .told"))
        it.page.wait_for_function("() => document.querySelector('#voice').textContent === '链接已复制。'")
        expect("最近的 5 个服务点" in it.text("#summary"), it.text("#summary"))
        expect(it.page.evaluate("navigator.clipboard.readText()") == f"{url}/?station=YZ-0040", "clipboard")
        it.picture("courier-shared")
        it.visit("/?station=NOPE")
        it.page.wait_for_selector("text=链接中的服务点已不存在。")
        it.problems = [problem for problem in it.problems if "/v1/stations/NOPE" not in problem]


def broken_amenities_are_struck_out(phone, url):
    stations = get(f"{url}/v1/stations?limit=1000")["stations"]
    broken = next(station for station in stations if station.get("broken_amenities"))
    with phone() as it:
        it.visit(f"/?station={broken['id']}")
        it.page.wait_for_selector("#shared .amenities .broken s")
        expect(it.page.locator("#shared .amenities s").count() == len(broken["broken_amenities"]), "count")
        expect("故障" in it.text("#shared .amenities .broken"), "words")


def without_leaflet_the_list_does_alone(phone, url):
    with phone(language="en") as it:
        it.context.route("**/leaflet/*", lambda route: route.fulfill(status=404, body=""))
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("text=The map is not available here")
        it.picture("courier-no-map", full=True)
        it.problems = [problem for problem in it.problems if "leaflet" not in problem]


def tiles_are_drawn_and_stations_shifted_to_their_datum(phone, url):
    stations = get(f"{url}/v1/stations?limit=1000")["stations"]
    with phone() as it:
        settings = get(f"{url}/pages/settings.json")
        settings["tiles"] = {
            "address": "/tiles/{z}/{x}/{y}.png", "datum": "gcj02", "attribution": "<b>Tiles</b>",
            "outline": [[0, 70, 60, 70, 60, 140, 0, 140]],
        }
        pixel = bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763d8"
            "b061030004340219a2aa3d1f0000000049454e44ae426082")
        it.context.route("**/pages/settings.json", lambda route: route.fulfill(json=settings))
        it.context.route("**/tiles/**", lambda route: route.fulfill(body=pixel, content_type="image/png"))
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.page.locator("#map-section").scroll_into_view_if_needed()
        it.page.wait_for_selector("#map img.leaflet-tile-loaded")
        expect("<b>Tiles</b>" in it.text("#map .leaflet-control-attribution"), "attribution is text")
        for datum in ["gcj02", "bd09"]:
            shifted = {station["id"]: station for station in get(f"{url}/v1/stations?limit=1000&datum={datum}")["stations"]}
            places = it.page.evaluate(
                """([datum, outline, places]) => import("/pages/datum.js").then(({ conversion }) => {
                  const { forth, back } = conversion(datum, outline);
                  return places.map((place) => ({ forth: forth(place), back: back(forth(place)) }));
                })""", [datum, settings["tiles"]["outline"], [{"lat": one["lat"], "lon": one["lon"]} for one in stations]])
            for station, place in zip(stations, places, strict=True):
                other = shifted[station["id"]]
                for axis in ["lat", "lon"]:
                    expect(abs(place["forth"][axis] - other[axis]) < 1e-7, f"{datum} {station['id']} {place}")
                    expect(abs(place["back"][axis] - station[axis]) < 1e-9, f"{datum} {station['id']} {place}")


def shown_after(it):
    """Milliseconds from the opening of the page until the list stood in it."""
    return it.page.evaluate("() => performance.getEntriesByName('stations shown')[0].startTime")


def the_first_load_is_small_and_quick(phone, url):
    spans, works = [], []
    for _ in range(3):
        with phone() as it:
            network = it.context.new_cdp_session(it.page)
            sizes, leaflet = {}, set()
            network.on("Network.requestWillBeSent", lambda event: leaflet.add(event["requestId"])
                       if "/leaflet/" in event["request"]["url"] else None)
            network.on("Network.loadingFinished", lambda event: sizes.update(
                {event["requestId"]: event["encodedDataLength"]}))
            network.send("Network.enable")
            network.send("Performance.enable")
            it.visit("/")
            it.page.wait_for_selector("#stations .card")
            metrics = {metric["name"]: metric["value"] for metric in network.send("Performance.getMetrics")["metrics"]}
            spans.append(shown_after(it))
            works.append([1000 * metrics[f"{name}Duration"] for name in ["Script", "Layout", "RecalcStyle"]])
            # With the directory, which is kept once the list is there.
            it.await_kept()
            size = sum(length for request, length in sizes.items() if request not in leaflet)
            expect(20_000 < size < 150_000, f"{size} bytes")
    script, layout, style = min(works)
    figures = f"{size} bytes, scripts {script:.0f} ms, layout {layout:.0f} ms, style {style:.0f} ms, list after {min(spans):.0f} ms"
    say(note=f"first load: {figures}")
    expect(script < 100, figures)


if __name__ == "__main__":
    run([
        the_nearest_stations_are_listed_first_and_mapped_second, it_is_in_english_and_dark_for_who_has_it_so,
        who_does_not_tell_a_place_types_or_taps_it, filters_leave_out_and_stay, navigation_tells_each_app_the_datum,
        a_link_shares_a_station, broken_amenities_are_struck_out, without_leaflet_the_list_does_alone,
        tiles_are_drawn_and_stations_shifted_to_their_datum, the_first_load_is_small_and_quick,
    ])

"""The courier's page with a directory that is too large for a phone to keep."""

from browser import expect, get, run, say


def only_what_lies_near_is_kept(phone, url):
    count = get(f"{url}/pages/settings.json")["stations"]
    expect(count > 5000, count)
    with phone() as it:
        asked = []
        it.page.on("request", lambda request: asked.append(request.url))
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        shown = it.page.evaluate("() => performance.getEntriesByName('stations shown')[0].startTime")
        say(note=f"{count} stations: list after {shown:.0f} ms")
        expect(shown < 5000, shown)
        # The list was there before anything was fetched to be kept.
        first = asked[: next(place for place, one in enumerate(asked) if "/v1/stations/nearest" in one) + 1]
        expect(not [one for one in first if "bbox" in one or "changes" in one], first)
        it.await_kept()
        expect(not [one for one in asked if "since=0" in one], asked)
        kept = it.page.evaluate("() => import('/pages/store.js').then((store) => store.all('stations')).then((all) => all.length)")
        expect(139 <= kept <= 4000, kept)
        it.context.set_offline(True)
        before = it.names()
        it.page.reload()
        it.page.wait_for_selector("#stations .card")
        expect(it.names() == before, it.names())


if __name__ == "__main__":
    run([only_what_lies_near_is_kept])

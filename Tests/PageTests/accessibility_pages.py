"""What a machine can tell of how usable the pages are: axe-core's rules, contrast, names, the order of the focus."""

import os
from importlib.resources import files

from browser import expect, run

TOKEN = os.environ["YIZHAN_TOKEN"]
CODE = os.environ["YIZHAN_CODE"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

# WCAG 2.2 AA and before, the enhanced contrast of AAA for what is read, and what axe holds to be good practice.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": False}},
}
# Where marks of a map lie is not a matter of choice (2.5.8: essential); the list has all of them.
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}}


def examine(it, name):
    """Has axe look at the page as it is. It comes by the debugger's door, which the policy does not close."""
    it.page.evaluate(AXE)
    found = it.page.evaluate("(options) => axe.run(document, options)", OPTIONS)
    expect(len(found["passes"]) > 15, f"{name}: {len(found['passes'])} rules passed")
    targets = it.page.evaluate(
        "(options) => axe.run({ include: [['body']], exclude: [['#map']] }, options)", TARGETS)
    expect([one["id"] for one in targets["passes"]] == ["target-size"], f"{name}: no targets")
    faults = [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found["violations"] + targets["violations"] for node in one["nodes"]
    ]
    expect(not faults, f"{name}: " + "\n".join(faults))


def the_courier_page(phone, url):
    for dark in [False, True]:
        with phone(dark=dark, language="en" if dark else "zh-CN") as it:
            it.visit("/?station=YZ-0040")
            it.page.wait_for_selector("#shared .card .way")
            it.page.wait_for_selector("#stations .card")
            it.page.click("#filters summary")
            it.page.locator("#filters .chip").first.click()
            it.page.click("#place-type")
            it.page.locator("#map-section").scroll_into_view_if_needed()
            it.page.wait_for_selector("#map .mark.station")
            it.page.evaluate("() => document.querySelectorAll('#stations details').forEach((one) => { one.open = true; })")
            it.page.wait_for_selector("#stations dl dd")
            examine(it, "courier")


def the_check_in_page(phone, url):
    for dark in [False, True]:
        with phone(dark=dark) as it:
            it.visit(f"/check-in#station=YZ-0002&code={CODE}")
            it.page.wait_for_selector("#services label")
            it.page.check("input[value=delivery]")
            examine(it, "check-in")


def the_manager_page(phone, url):
    for dark in [False, True]:
        with phone(dark=dark, language="zh-CN" if dark else "en") as it:
            it.visit("/manage")
            it.page.wait_for_selector("#token")
            examine(it, "sign-in")
            it.page.fill("#token", TOKEN)
            it.page.click("#sign-in button[type=submit]")
            it.page.wait_for_selector("#amenities li")
            it.page.click("#suspend")
            it.page.check("input[value=delivery]")
            examine(it, "manage")


def all_of_it_is_reached_by_the_keyboard_in_the_order_of_the_page(phone, url):
    with phone(language="en", touch=False) as it:
        it.visit("/")
        it.page.wait_for_selector("#stations .card")
        it.await_kept()
        it.page.evaluate("() => document.activeElement.blur()")
        order = []
        for _ in range(40):
            it.page.keyboard.press("Tab")
            order.append(it.page.evaluate("""() => {
              const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
              const { top } = document.activeElement.getBoundingClientRect();
              return [document.activeElement.textContent.trim(), top + scrollY, outlineStyle, parseFloat(outlineWidth)];
            }"""))
        words = [word for word, *_ in order]
        expect(words[:5] == ["Skip to content", "中文", "Near me", "Type it", "On map"], words)
        for word in ["Open now", "More", "AMap", "More about it", "Share"]:
            expect(word in words, f"{word} in {words}")
        expect(all(style != "none" and width >= 2 for _, _, style, width in order), order)
        tops = [top for _, top, *_ in order[1:]]
        expect(all(later >= earlier - 60 for earlier, later in zip(tops, tops[1:])), order)
        it.page.keyboard.press("Shift+Tab")
        # A filter is set by the keyboard, and what comes of it is told.
        it.page.focus("#filters .chip")
        it.page.keyboard.press("Space")
        it.page.wait_for_function("() => document.querySelector('#filters .chip').getAttribute('aria-pressed') === 'true'")
        it.page.wait_for_function("() => /nearest stations/.test(document.querySelector('#voice').textContent)")
        it.page.keyboard.press("Tab")


def twice_as_large_text_still_fits(phone, url):
    with phone(language="en") as it:
        for path, shown in [("/", "#stations .card"), (f"/check-in#station=YZ-0001&code={CODE}", "#services label"), ("/manage", "#token")]:
            it.visit(path)
            it.page.wait_for_selector(shown)
            it.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
            wide = it.page.evaluate("() => document.documentElement.scrollWidth")
            expect(wide <= 360, f"{path}: {wide}")


if __name__ == "__main__":
    run([
        the_courier_page, the_check_in_page, the_manager_page,
        all_of_it_is_reached_by_the_keyboard_in_the_order_of_the_page, twice_as_large_text_still_fits,
    ])

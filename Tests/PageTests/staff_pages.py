"""Looks at the staff's screen as its users do, in a real browser, and prints as JSON what there was to see.

Arguments: the server's address, and a folder for exported files. The tokens of staff and of a manager are in
YIZHAN_STAFF_TOKEN and YIZHAN_TOKEN.
"""

import json
import os
import sys

from accessibility_pages import examine
from browser import LAYOUT, PICTURES, SMALL_SCREEN, Phone
from playwright.sync_api import sync_playwright

ADDRESS, FOLDER = sys.argv[1:3]
STAFF_TOKEN, MANAGER_TOKEN = os.environ["YIZHAN_STAFF_TOKEN"], os.environ["YIZHAN_TOKEN"]
DESK = {"width": 1280, "height": 900}
PERIOD = "from=2022-01-01&to=2023-06-30"
IS_LOADED = "!document.querySelector('[aria-busy]') && document.querySelectorAll('#blocks section').length > 2"
LOADED = f"() => {IS_LOADED}"

faults = []


def sign_in(page, token):
    page.fill("#token", token)
    page.press("#token", "Enter")


def show(it, path):
    it.visit(path)
    sign_in(it.page, STAFF_TOKEN)
    it.page.wait_for_function(LOADED)


def inspect(it, name, *, with_axe=True):
    """Takes a picture, and notes what is wrong with the view. Axe takes long for tables, so each is shown to it once."""
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
        it.page.screenshot(path=str(PICTURES / f"staff-{name}.png"), full_page=True)
    try:
        if with_axe:
            # Axe cannot tell contrast on the shades that hint at what scrolls.
            it.page.evaluate("() => document.querySelectorAll('.scroll').forEach((one) => { one.style.background = 'none'; })")
            examine(it, name)
    except AssertionError as error:
        faults.append(str(error))
    # Tables may be wider than the screen: they scroll by themselves.
    it.page.evaluate("() => document.querySelectorAll('.scroll > table').forEach((one) => { one.hidden = true; })")
    faults.extend(f"{name}: {fault}" for fault in it.page.evaluate(LAYOUT, 44))
    it.page.evaluate("() => document.querySelectorAll('.scroll > table').forEach((one) => { one.hidden = false; })")
    faults.extend(f"{name}: {notice}" for notice in it.page.locator(".notice:visible").all_inner_texts())


def cells(page, heading):
    """The rows of a block's table, text by text."""
    return page.evaluate(
        """(heading) => {
             const section = [...document.querySelectorAll('#blocks section')]
               .find((one) => one.querySelector('h2').textContent === heading)
             return [...section.querySelectorAll('tbody tr, tfoot tr')]
               .map((row) => [...row.cells].map((cell) => cell.textContent))
           }""", heading)


def cards(page):
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.figures > div')]
             .map((card) => [card.querySelector('dt').textContent, card.querySelector('dd').textContent]))""")


def exported(page, button):
    with page.expect_download() as download:
        page.click(button)
    name = download.value.suggested_filename
    download.value.save_as(os.path.join(FOLDER, name))
    return name


def sign_in_screen(it, seen):
    it.visit(f"/staff?{PERIOD}")
    it.page.wait_for_selector("#sign-in:not([hidden])")
    inspect(it, "sign-in")
    sign_in(it.page, "yz_nonsense")
    it.page.wait_for_selector("#fault:not([hidden])")
    seen["wrong_token"] = it.text("#fault")
    # The browser tells of a refusal by itself.
    seen["refusals"] = it.problems[:]
    it.problems.clear()
    sign_in(it.page, MANAGER_TOKEN)
    it.page.wait_for_function("() => document.querySelector('#fault').textContent.includes('manager')")
    seen["manager_token"] = it.text("#fault")
    sign_in(it.page, STAFF_TOKEN)
    it.page.wait_for_function(LOADED)
    seen["kept"] = it.page.evaluate("""() =>
        [Object.values(localStorage).join(), document.cookie, location.href].filter((text) => text.includes("yz_"))""")


def district(it, seen):
    page = it.page
    inspect(it, "desk-en")
    seen["cards"] = cards(page)
    for name, heading in [
        ("month", "By month"), ("town", "By town"), ("group", "By worker group"), ("service", "By service used"),
        ("hours", "By hour and weekday"),
    ]:
        seen[name] = cells(page, heading)
    seen["idle"] = [row[0].split()[-1] for row in cells(page, "Stations without visits")]
    seen["broken"] = [row[0].split()[-1] for row in cells(page, "Stations with something broken")]
    seen["charts"] = page.evaluate("() => [...document.querySelectorAll('.chart svg')].map((one) => one.children.length)")
    page.select_option("#rows", "month,town")
    seen["files"] = [exported(page, f"#export-{form}") for form in ("csv", "xlsx", "html")]
    page.select_option("#town", "鼓楼街道")
    page.click("#apply")
    page.wait_for_function(LOADED)
    seen["address"] = page.url.removeprefix(ADDRESS)
    seen["cards_of_town"] = cards(page)
    page.go_back()
    page.wait_for_function(f"() => {IS_LOADED} && document.querySelector('#town').value === ''")
    seen["cards_of_all"] = cards(page)


def station(it, seen):
    page = it.page
    page.fill("#station-text", "YZ-0039")
    page.press("#station-text", "Enter")
    page.click("#found a")
    page.wait_for_selector("#station-head:not([hidden])")
    page.wait_for_function(LOADED)
    inspect(it, "station-desk-en")
    seen["station"] = it.text("#station-name")
    seen["cards_of_station"] = cards(page)
    seen["month_of_station"] = cells(page, "By month")
    seen["last_visits"] = cells(page, "Last visits of the period")
    page.click("#sign-out")
    seen["left"] = page.evaluate("() => [document.querySelector('#blocks').children.length, sessionStorage.length]")


def on_a_phone(it, seen):
    show(it, f"/staff?{PERIOD}&town=鼓楼街道")
    inspect(it, "phone-zh-dark")
    seen["title"] = it.page.title()
    with it.page.expect_navigation():
        it.page.click("#language")
    it.page.wait_for_function(LOADED)
    seen["title_switched"] = it.page.title()
    it.visit(f"/staff?station=YZ-0039&{PERIOD}")
    it.page.wait_for_function(LOADED)
    inspect(it, "station-phone-en-dark", with_axe=False)


def without_visits(it, seen):
    show(it, "/staff?from=1999-01-01&to=1999-01-31")
    seen["nothing"] = it.text("#blocks section:nth-of-type(2)")
    inspect(it, "empty-zh", with_axe=False)


def main():
    seen, problems = {}, []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("YIZHAN_TEST_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        for checks, options in [
            ([sign_in_screen, district, station], {"language": "en", "screen": DESK, "touch": False}),
            ([on_a_phone], {"dark": True, "screen": SMALL_SCREEN}), ([without_visits], {"screen": DESK, "touch": False}),
        ]:
            it = Phone(browser, ADDRESS, place=None, **options)
            for check in checks:
                check(it, seen)
            problems += it.problems
            it.context.close()
        browser.close()
    print(json.dumps({**seen, "problems": problems, "faults": faults}, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Looks at the staff's screen as its users do, in a real browser, and prints as JSON what there was to see.

Arguments: the server's address, a token of staff, one of a manager, and a folder for screenshots and exported files.
"""

import json
import os
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

address, staff_token, manager_token, folder = sys.argv[1:5]
rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
period = "from=2022-01-01&to=2023-06-30"
loaded = "() => !document.querySelector('[aria-busy]') && document.querySelectorAll('#blocks section').length > 2"

told = []
faults = []


def opened(browser, width, height, locale, scheme="light"):
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, color_scheme=scheme, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: message.type in ("error", "warning") and told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return page


def sign_in(page, token):
    page.fill("#token", token)
    page.press("#token", "Enter")


def shown(page, path):
    page.goto(f"{address}{path}")
    if page.is_visible("#token"):
        sign_in(page, staff_token)
    page.wait_for_function(loaded)


def inspected(page, name):
    """Takes a picture, and notes what is wrong with the view."""
    page.screenshot(path=os.path.join(folder, f"{name}.png"), full_page=True)
    for violation in Axe().run(page, options=rules).response["violations"]:
        faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        faults.append(f"{name}: {wide} pixels too wide")
    cut = page.evaluate(
        """[...document.querySelectorAll('.chart text, .figures dt, .figures dd, button, select')].filter((node) => {
             const box = node.getBoundingClientRect()
             return box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1)
           }).map((node) => node.textContent)""")
    if cut:
        faults.append(f"{name}: cut off: {cut}")
    for notice in page.locator(".notice:visible").all_inner_texts():
        faults.append(f"{name}: {notice}")


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
        """Object.fromEntries([...document.querySelectorAll('.figures > div')]
             .map((card) => [card.querySelector('dt').textContent, card.querySelector('dd').textContent]))""")


def exported(page, button):
    with page.expect_download() as download:
        page.click(button)
    name = download.value.suggested_filename
    download.value.save_as(os.path.join(folder, name))
    return name


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    seen = {}

    page = opened(browser, 1280, 900, "en-GB")
    page.goto(f"{address}/staff?{period}")
    page.wait_for_selector("#sign-in:not([hidden])")
    inspected(page, "sign-in")
    sign_in(page, "yz_nonsense")
    page.wait_for_selector("#fault:not([hidden])")
    seen["wrong_token"] = page.inner_text("#fault")
    sign_in(page, manager_token)
    page.wait_for_function("() => document.querySelector('#fault').textContent.includes('manager')")
    seen["manager_token"] = page.inner_text("#fault")
    seen["refusals"] = told[:]
    told.clear()
    shown(page, f"/staff?{period}")
    inspected(page, "desk-en")
    seen["kept"] = page.evaluate(
        "[Object.values(localStorage).join(), document.cookie, location.href].filter((text) => text.includes('yz_'))")
    seen["cards"] = cards(page)
    seen["month"] = cells(page, "By month")
    seen["town"] = cells(page, "By town")
    seen["group"] = cells(page, "By worker group")
    seen["service"] = cells(page, "By service used")
    seen["hours"] = cells(page, "By hour and weekday")
    seen["idle"] = [row[0].split()[-1] for row in cells(page, "Stations without visits")]
    seen["broken"] = [row[0].split()[-1] for row in cells(page, "Stations with something broken")]
    seen["charts"] = page.evaluate("[...document.querySelectorAll('.chart svg')].map((one) => one.children.length)")
    page.select_option("#rows", "month,town")
    seen["files"] = [exported(page, f"#export-{form}") for form in ("csv", "xlsx", "html")]

    page.select_option("#town", "鼓楼街道")
    page.click("#apply")
    page.wait_for_function(loaded)
    seen["address"] = page.url.removeprefix(address)
    seen["cards_of_town"] = cards(page)
    page.go_back()
    page.wait_for_function(f"{loaded} && !document.querySelector('#town').value")
    page.emulate_media(media="print")
    page.screenshot(path=os.path.join(folder, "print.png"), full_page=True)
    page.emulate_media(media="screen")

    page.fill("#station-text", "YZ-0001")
    page.press("#station-text", "Enter")
    page.click("#found a")
    page.wait_for_selector("#station-head:not([hidden])")
    page.wait_for_function(loaded)
    inspected(page, "station-desk-en")
    seen["station"] = page.inner_text("#station-name")
    seen["cards_of_station"] = cards(page)
    seen["month_of_station"] = cells(page, "By month")
    seen["last_visits"] = cells(page, "Last visits of the period")
    page.click("#sign-out")
    seen["after"] = page.evaluate("[document.querySelector('#blocks').children.length, sessionStorage.length]")
    page.context.close()

    page = opened(browser, 360, 640, "zh-CN", "dark")
    shown(page, f"/staff?{period}&town=鼓楼街道")
    inspected(page, "phone-zh-dark")
    page.click("#language")
    page.wait_for_function(loaded)
    seen["title"] = page.title()
    page.context.close()

    page = opened(browser, 360, 640, "zh-CN")
    shown(page, f"/staff?station=YZ-0001&{period}")
    inspected(page, "station-phone-zh")
    page.context.close()

    page = opened(browser, 1280, 900, "zh-CN")
    shown(page, "/staff?from=1999-01-01&to=1999-01-31")
    seen["nothing"] = page.inner_text("#blocks section:nth-of-type(2)")
    inspected(page, "empty-zh")
    page.context.close()
    browser.close()

print(json.dumps({**seen, "console": told, "faults": faults}, ensure_ascii=False))

"""A phone for the tests of the pages: Debian's Chromium, driven by Playwright.

A program of checks prints one JSON object a line: what held, what did not, and what it asks of the test that runs it.
"""

import json
import os
import sys
import traceback
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

CENTRE = {"latitude": 35.5531, "longitude": 116.7836, "accuracy": 20}
SMALL_SCREEN = {"width": 360, "height": 640}
# How long anything is waited for, milliseconds.
PATIENCE = 15000
PICTURES = Path(os.environ["YIZHAN_TEST_SCREENSHOTS"]) if os.environ.get("YIZHAN_TEST_SCREENSHOTS") else None

# Tells of what the policy has stopped, also where the console is not looked at.
WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""

# Asks a question again and again until its promise says yes, or the time is over.
REPEATED = """
async (patience) => {
  const after = (time, answer) => new Promise((resolve) => setTimeout(() => resolve(answer), time));
  const asking = async () => {
    while (!(await (%s)())) await after(20);
    return true;
  };
  return Promise.race([asking(), after(patience, false)]);
}
"""

# What lies outside of the screen, covers something else, or is too small to be hit with a thumb.
LAYOUT = """
(smallest) => {
  const faults = [];
  const name = (node) => `${node.tagName.toLowerCase()}#${node.id} "${(node.textContent || node.value || "").trim().slice(0, 30)}"`;
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page is ${wide} wide on a screen of ${innerWidth}`);
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0
    && !node.closest(".unseen, .skip, .leaflet-container");
  for (const node of document.querySelectorAll("body *")) {
    if (!isShown(node)) continue;
    const box = node.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.left < -1) faults.push(`${name(node)} reaches out of the screen`);
    const clips = ["hidden", "clip", "auto", "scroll"].includes(getComputedStyle(node).overflowX);
    if (clips && node.scrollWidth > node.clientWidth + 1) faults.push(`${name(node)} is cut off`);
  }
  const targets = [...document.querySelectorAll("a[href], button, input, select, summary")].filter(isShown);
  const boxes = targets.map((node) => [node, node.getBoundingClientRect()]);
  for (const [node, box] of boxes) {
    const label = node.closest("label.check, label.choice");
    const size = label ? label.getBoundingClientRect() : box;
    if (Math.min(size.width, size.height) < smallest) faults.push(`${name(node)} is ${size.width} × ${size.height}`);
    for (const [other, box2] of boxes) {
      if (node === other || node.contains(other) || other.contains(node)) continue;
      const overlap = Math.min(box.right, box2.right) - Math.max(box.left, box2.left) > 1
        && Math.min(box.bottom, box2.bottom) - Math.max(box.top, box2.top) > 1;
      if (overlap) faults.push(`${name(node)} covers ${name(other)}`);
    }
  }
  return faults;
}
"""


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def ask(what):
    """Has the test do something, such as stop the server, and waits until it is done."""
    say(ask=what)
    answer = sys.stdin.readline()
    if answer.strip() != "done":
        raise RuntimeError(f"the test did not {what}: {answer}")


def expect(condition, detail):
    if not condition:
        raise AssertionError(detail)


class Phone:
    """One browser with storage of its own, and all that went wrong in it."""

    def __init__(self, browser, url, language="zh-CN", dark=False, place=CENTRE, screen=SMALL_SCREEN, touch=True):
        self.url = url
        self.problems = []
        self.context = browser.new_context(
            viewport=screen, locale=language, timezone_id="Europe/Lisbon", color_scheme="dark" if dark else "light",
            geolocation=place, permissions=["geolocation"] if place else [], has_touch=touch, reduced_motion="reduce")
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WATCH)
        # Nothing comes from elsewhere, nor is it asked for.
        self.context.route(lambda address: not address.startswith(url) and address.startswith("http"), self.refuse)
        self.page = self.open_page()

    def refuse(self, route):
        self.problems.append(f"asked for {route.request.url}")
        route.abort()

    def open_page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self.hear)
        return page

    def hear(self, message):
        # A phone without a network says so for every request; that is no fault of the page.
        if message.type in ("error", "warning") and "net::ERR_" not in message.text:
            self.problems.append(f"console: {message.text} {message.location.get('url', '')}")

    def visit(self, path):
        self.page.goto(self.url + path)

    def text(self, selector):
        return self.page.inner_text(selector)

    def names(self):
        return self.page.locator("#stations h3").all_inner_texts()

    def await_promise(self, question):
        """Waits until a function that answers by a promise says yes: Playwright takes the promise itself for a yes."""
        held = self.page.evaluate(REPEATED % question, PATIENCE)
        expect(held, f"after {PATIENCE} ms still not: {question}")

    def await_kept(self):
        """Waits until the pages and the directory are on the phone."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        self.await_promise(
            "() => import('/pages/store.js').then((store) => store.fact('copy')).then((copy) => copy?.keptAt > 0)")

    def await_sent(self):
        """Waits until nothing waits on the phone to be sent."""
        self.await_promise(
            "() => import('/pages/outbox.js').then((outbox) => outbox.waiting()).then((all) => all.length === 0)")

    def picture(self, name, full=False):
        self.page.evaluate("document.fonts.ready")
        faults = self.page.evaluate(LAYOUT, 44)
        expect(not faults, f"{name}: {faults}")
        if PICTURES:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=full)

    def close(self):
        self.context.close()
        expect(not self.problems, self.problems)


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return json.load(answer)


def run(checks):
    """Runs checks one after the other in one browser; each gets a maker of phones and the server's address."""
    url = sys.argv[1]
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("YIZHAN_TEST_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])

        @contextmanager
        def phone(**options):
            made = Phone(browser, url, **options)
            try:
                yield made
            except Exception as error:
                if made.problems:
                    error.add_note(str(made.problems))
                if PICTURES:
                    made.page.screenshot(path=str(PICTURES / "fault.png"))
                made.context.close()
                raise
            made.close()

        for check in checks:
            try:
                check(phone, url)
                say(held=check.__name__)
                count += 1
            except Exception as error:
                lines = "".join(traceback.format_exception(error)).splitlines()
                say(fault=check.__name__, detail="\n".join(lines[-25:]))
        browser.close()
    say(done=count)

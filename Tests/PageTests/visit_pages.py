"""The check-in page and the manager's page, with and without a network."""

import os
import re

from browser import ask, expect, get, run

TOKEN = os.environ["YIZHAN_TOKEN"]
CODE = os.environ["YIZHAN_CODE"]
CHECK_IN = f"/check-in#station=YZ-0001&code={CODE}"


def visits(url, station="YZ-0001"):
    return get(f"{url}/v1/visits?station={station}&limit=1000", Authorization=f"Bearer {TOKEN}")["visits"]


def waiting(it):
    return it.page.evaluate("() => import('/pages/outbox.js').then((outbox) => outbox.waiting())")


def condition(url, station="YZ-0001"):
    return get(f"{url}/v1/stations/{station}")


def a_worker_checks_in(phone, url):
    before = {visit["id"] for visit in visits(url)}
    with phone() as it:
        it.visit(CHECK_IN)
        it.page.wait_for_selector("#services label")
        expect(it.text("#station") == condition(url)["name"], it.text("#station"))
        it.picture("check-in", full=True)
        it.page.click("#send")
        it.page.wait_for_selector("#need:not([hidden])")
        expect(it.text("#need") == "请先选择您从事的行业。", it.text("#need"))
        it.page.check("input[value=delivery]")
        it.page.click("#more")
        it.page.click("#more")
        it.page.click("#fewer")
        it.page.check("input[value=microwave]")
        it.page.click("#send")
        it.page.wait_for_selector("#thanks:not([hidden])")
        expect("到访已登记" in it.text("#thanks-text"), it.text("#thanks-text"))
        it.picture("check-in-thanks")
        new = [visit for visit in visits(url) if visit["id"] not in before]
        expect([(one["group"], one["people"], one["services"]) for one in new] == [("delivery", 2, ["microwave"])], new)
        expect(not waiting(it), waiting(it))
        # The group stays on the phone, and nothing else that a person could be known by.
        kept = it.page.evaluate("() => ({ ...localStorage })")
        expect(kept == {"yizhan.group": '"delivery"'}, kept)
        it.page.click("#another")
        expect(it.page.is_checked("input[value=delivery]") and it.text("#people") == "1", "asked again")


def a_check_in_without_a_network_is_sent_later_once(phone, url):
    with phone(language="en-GB", dark=True) as it:
        it.visit(CHECK_IN)
        it.page.wait_for_selector("#services label")
        it.await_kept()
        before = {visit["id"] for visit in visits(url)}
        ask("stop")
        it.page.reload()
        it.page.wait_for_selector("#services label")
        it.page.check("input[value=express]")
        it.page.click("#send")
        it.page.wait_for_selector("#thanks:not([hidden])")
        expect("kept on this phone" in it.text("#thanks-text"), it.text("#thanks-text"))
        expect(it.text("#waiting") == "Waiting to be sent: 1", it.text("#waiting"))
        it.picture("check-in-offline")
        # The page may end before there is a network.
        it.page.close()
        ask("start")
        it.page = it.open_page()
        it.visit(CHECK_IN)
        it.await_sent()
        it.page.reload()
        it.page.wait_for_selector("#services label")
        new = [visit for visit in visits(url) if visit["id"] not in before]
        expect([(one["group"], one["people"]) for one in new] == [("express", 1)], new)


def a_code_that_is_no_longer_good_is_told(phone, url):
    with phone() as it:
        it.visit("/check-in#station=YZ-0001&code=wrong")
        it.page.wait_for_selector("#services label")
        it.page.check("input[value=other]")
        it.page.click("#send")
        it.page.wait_for_selector("#fault:not([hidden])")
        expect("此码不是该服务点的有效码" in it.text("#fault"), it.text("#fault"))
        expect(it.page.is_hidden("#thanks") and not waiting(it), waiting(it))
        it.picture("check-in-refused")
        it.visit("/check-in")
        it.page.wait_for_selector("#no-code:not([hidden])")
        it.problems = [problem for problem in it.problems if "/check-ins" not in problem]


def sign_in(it):
    it.visit("/manage")
    it.page.fill("#token", TOKEN)
    it.page.click("#sign-in button[type=submit]")
    it.page.wait_for_selector("#amenities li")


def a_manager_logs_a_visit_with_two_taps_and_undoes_it(phone, url):
    with phone() as it:
        it.visit("/manage")
        it.page.wait_for_selector("#token")
        it.picture("manage-sign-in")
        it.page.fill("#token", "yz_wrong")
        it.page.click("#sign-in button[type=submit]")
        it.page.wait_for_selector("#fault:not([hidden])")
        expect(it.text("#fault") == "令牌无效。", it.text("#fault"))
        it.problems.clear()
        sign_in(it)
        expect(it.page.is_hidden("#fault"), it.text("#fault"))
        stations = it.page.locator("#station-choice option")
        expect(stations.count() == 2, stations.all_inner_texts())
        it.picture("manage", full=True)
        before = visits(url)
        it.page.check("input[value=sanitation]")
        it.page.click("#send")
        it.page.wait_for_selector("#logged:not([hidden])")
        expect("已登记：环卫，1\u00a0人" in it.text("#logged"), it.text("#logged"))
        new = [visit for visit in visits(url) if visit not in before]
        expect([(one["group"], one["people"]) for one in new] == [("sanitation", 1)], new)
        it.picture("manage-logged")
        it.page.click("#logged button")
        it.page.wait_for_selector("#visits .voided")
        expect("已撤销" in it.text("#visits li:first-child"), it.text("#visits"))
        voided = next(visit for visit in visits(url) if visit["id"] == new[0]["id"])
        expect(voided["void_reason"] == "误登记", voided)
        # Without "remember" the token ends with the tab.
        it.page.reload()
        it.page.wait_for_selector("#visits li")
        expect("yizhan.session" not in it.page.evaluate("() => ({ ...localStorage })"), "kept")
        it.page.close()
        it.page = it.open_page()
        it.visit("/manage")
        it.page.wait_for_selector("#sign-in:not([hidden])")


def a_manager_suspends_resumes_breaks_and_mends(phone, url):
    with phone(language="en") as it:
        sign_in(it)
        it.page.click("#suspend")
        it.page.click("#condition button[type=submit]")
        expect(it.text("#reason-fault") == "A reason is needed.", it.text("#reason-fault"))
        it.page.fill("#reason", "no electricity")
        expect(it.text("#reason-fault") == "", it.text("#reason-fault"))
        it.picture("manage-suspending", full=True)
        it.page.press("#reason", "Enter")
        it.page.wait_for_selector(".state.suspended")
        expect(condition(url)["status_reason"] == "no electricity", condition(url))
        it.page.click("[data-amenity=microwave]")
        it.page.wait_for_selector("[data-amenity=microwave][aria-pressed=true]")
        it.await_sent()
        expect("microwave" in condition(url)["broken_amenities"], condition(url))
        it.picture("manage-suspended", full=True)
        it.page.click("#condition button")
        it.page.wait_for_selector(".state:not(.suspended)")
        it.page.click("[data-amenity=microwave]")
        it.page.wait_for_selector("[data-amenity=microwave][aria-pressed=false]")
        it.await_sent()
        now = condition(url)
        expect(now["status"] == "active" and "broken_amenities" not in now and "microwave" in now["amenities"], now)


def a_manager_works_on_without_a_network(phone, url):
    with phone(dark=True) as it:
        it.visit("/manage")
        it.page.check("#remember")
        sign_in(it)
        it.await_kept()
        before = visits(url)
        ask("stop")
        it.page.reload()
        it.page.wait_for_selector("#amenities li")
        for group in ["ride_hailing", "transport"]:
            it.page.check(f"input[value={group}]")
            it.page.click("#send")
            it.page.wait_for_selector(f"#logged:has-text('{ {'ride_hailing': '网约车', 'transport': '道路运输'}[group]}')")
        expect("有网络后发送" in it.text("#logged"), it.text("#logged"))
        it.page.click("#logged button")
        it.page.wait_for_selector("#logged", state="hidden")
        it.page.click("[data-amenity=wifi]")
        it.page.wait_for_selector("[data-amenity=wifi][aria-pressed=true]")
        kinds = [item["kind"] for item in waiting(it)]
        expect(kinds == ["visit", "condition"], kinds)
        it.picture("manage-offline", full=True)
        ask("start")
        it.page.evaluate("() => dispatchEvent(new Event('online'))")
        it.page.wait_for_selector("#offline", state="hidden")
        new = [visit for visit in visits(url) if visit["id"] not in {one["id"] for one in before}]
        expect([one["group"] for one in new] == ["ride_hailing"], new)
        expect(condition(url)["broken_amenities"] == ["wifi"], condition(url))
        it.page.click("#sign-out")
        it.page.wait_for_selector("#sign-in:not([hidden])")
        expect("yizhan.session" not in it.page.evaluate("() => ({ ...localStorage })"), "kept")


def ids_are_version_7(phone, url):
    with phone() as it:
        it.visit("/check-in")
        ids = it.page.evaluate(
            "() => import('/pages/outbox.js').then(({ newID }) => Array.from({ length: 200 }, newID))")
        expect(all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one) for one in ids), ids)
        expect(len(set(ids)) == 200, "ids differ")


if __name__ == "__main__":
    run([
        a_worker_checks_in, a_check_in_without_a_network_is_sent_later_once, a_code_that_is_no_longer_good_is_told,
        a_manager_logs_a_visit_with_two_taps_and_undoes_it, a_manager_suspends_resumes_breaks_and_mends,
        a_manager_works_on_without_a_network, ids_are_version_7,
    ])

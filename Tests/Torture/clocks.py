"""A clock that jumps: over changes of daylight saving, leap days and ends of years, by hours and by decades, forth and back.

At each jump visits are logged, stations changed, tokens made, and questions asked. Each visit counts on its own local day by
a reckoning of our own, no id comes twice, tokens end when they should and are good again before, `open=now` is what the
clock says, revisions go on rising, and a courier who asks all the time is answered. A server that was started once with a
clock decades ahead counts visitors again when the clock is right.

usage: clocks.py [JUMPS]        for each zone; needs libfaketime (Debian's faketime)
"""

import collections, datetime, glob, json, os, random, re, signal, sqlite3, threading, time, urllib.parse, uuid, zoneinfo

from crash import Follower
from torture import NEAREST, Folder, Server, Visits, command, expect, run

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
YEARS = range(2001, 2044)
FIRST, LAST = (int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp()) for year in (YEARS[0], YEARS[-1]))
GROUPS = ["delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other"]
DAY = 86_400
# Hours that daylight saving skips or repeats.
SMALL_HOURS = ["01:30-02:30", "02:15-02:45", "02:00-03:00", "00:30-01:30", "22:00-02:30"]
HOURS = re.compile(r"(?:Mo-(Fr|Sa|Su) )?((?:\d\d:\d\d-\d\d:\d\d,?)+)")


class Clock:
    """What the server takes for the system's clock: libfaketime reads it from a file, each time anew."""

    def __init__(self, folder):
        libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        expect(libraries, "there is no libfaketime")
        self.file, self.last = os.path.join(folder, "clock"), None
        # The library adds to the environment of the first program it is loaded into, and Swift, which looks for the
        # arguments beside it, would find none there: so that is a second env.
        self.launcher = [
            "env", f"LD_PRELOAD={libraries[0]}", f"FAKETIME_TIMESTAMP_FILE={self.file}", "FAKETIME_FMT=%s",
            "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "YIZHAN_LIMITS_FAILURES_BURST=1000000",
            "YIZHAN_LIMITS_READS_BURST=1000000", "YIZHAN_LIMITS_TOKEN_READS_BURST=1000000", "env"]

    def set(self, instant):
        # The same number again would not be a change.
        self.instant = instant + (instant == self.last)
        self.last = self.instant
        with open(self.file + ".new", "w") as file:
            file.write(f"@{self.instant}\n")
        os.replace(self.file + ".new", self.file)
        self.since = time.monotonic()

    @property
    def now(self):
        return self.instant + time.monotonic() - self.since

    def expect(self, instant, what):
        expect(self.instant - 1 <= instant <= self.now + 1, f"at {self.instant} {what} is {instant}")


class Calendar:
    """A zone's local time, by Python."""

    def __init__(self, name):
        self.zone = zoneinfo.ZoneInfo(name)
        changing = [at for at in range(FIRST, LAST, DAY) if self.offset(at) != self.offset(at + DAY)]
        self.changes = [self.change(at, at + DAY) for at in changing]
        days = [(year, month, day) for year in YEARS for month, day in ((1, 1), (2, 28), (3, 1), (3, 31), (10, 1), (12, 31))]
        days += [(year, 2, 29) for year in YEARS if year % 4 == 0]
        # The last is where 32 bits end.
        self.moments = self.changes + [
            int(datetime.datetime(*day, tzinfo=self.zone).timestamp()) for day in days] + [2**31]

    def local(self, at):
        return datetime.datetime.fromtimestamp(at, self.zone)

    def offset(self, at):
        return int(self.local(at).utcoffset().total_seconds())

    def change(self, low, high):
        """The first second with the offset of the later one."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.offset(middle) == self.offset(low) else (low, middle)
        return high

    def minute(self, at):
        """Of a clock on the wall, which stands still while an hour is repeated."""
        return max((moment + self.offset(moment)) // 60 for moment in range(at - 2 * 3600, at + 1, 60))

    def is_open(self, hours, minute):
        """By daily or weekly hours; nothing for others."""
        found = HOURS.fullmatch(hours)
        if not found:
            return None
        for day in (minute // 1440 - 1, minute // 1440):
            # 1970-01-01 was a Thursday.
            if (day + 3) % 7 > {"Fr": 4, "Sa": 5}.get(found[1], 6):
                continue
            for span in found[2].split(","):
                begin, end = (int(text[:2]) * 60 + int(text[3:]) for text in span.split("-"))
                if begin <= minute - day * 1440 < end + 1440 * (end <= begin):
                    return True
        return False

    def periods(self, at):
        local = self.local(at)
        iso = local.isocalendar()
        return {
            "day": f"{local:%Y-%m-%d}", "week": f"{iso.year}-W{iso.week:02}", "month": f"{local:%Y-%m}",
            "quarter": f"{local.year}-Q{(local.month + 2) // 3}", "year": f"{local.year}", "hour": f"{local:%H}",
            "weekday": f"{iso.weekday}"}


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


class Courier:
    """Asks the whole time that a server runs."""

    def __init__(self, server):
        self.server, self.is_over, self.answers, self.longest, self.wrong = server, threading.Event(), 0, 0, None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.is_over.is_set() and not self.wrong:
            begin = time.monotonic()
            answer = self.server.ask("GET", NEAREST + "&open=now&include=skipped")
            self.longest = max(self.longest, time.monotonic() - begin)
            if answer is None or answer[0] != 200:
                self.wrong = f"the courier's question is answered by {answer}"
            self.answers += 1

    def end(self):
        self.is_over.set()
        self.thread.join()
        expect(not self.wrong, self.wrong)
        expect(self.longest < 5, f"a courier waited for {self.longest:.0f} seconds")


class District:
    """A server, and what we know of it."""

    def __init__(self, place, clock, zone, generator, first=LAST):
        self.place, self.clock, self.calendar, self.generator = place, clock, Calendar(zone), generator
        # Chosen before the first visit, once for good.
        with sqlite3.connect(place.database) as connection:
            connection.execute("UPDATE setting SET value = ? WHERE name = 'time_zone'", [zone])
        connection.close()
        # Of each visit: when, how many people, the group, the station.
        self.logged, self.tokens, self.follower, self.answers = {}, [], Follower(), 0
        clock.set(first)
        self.start()
        code, said = command("token", "create", "--role", "admin", "--expires", "3650d", database=place.database)
        expect(code == 0, said)
        self.visits = Visits(said.strip().splitlines()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.courier.is_over.set()
        self.server.end(by=signal.SIGKILL)
        # What the library leaves behind.
        for file in glob.glob(f"/dev/shm/*faketime_s??_{self.server.process.pid}"):
            os.remove(file)

    def start(self):
        self.server = Server(self.place.database, launcher=self.clock.launcher)
        expect(self.server.is_up, f"at {self.clock.now} it does not start: {self.server.said}")
        self.courier = Courier(self.server)

    def end(self):
        self.courier.end()
        self.answers += self.courier.answers
        expect(self.server.end() == 0, f"it does not end well: {self.server.said[-3:]}")
        self.__exit__()

    def ask(self, method, path, body=None, status=200, token=True, type="application/json"):
        headers = {**self.visits.headers, "Content-Type": type} if token else {}
        answer = self.server.ask(method, path, None if body is None else json.dumps(body), headers)
        expect(answer and answer[0] == status, f"at {self.clock.now:.0f} {method} {path} is answered by {answer}")
        return json.loads(answer[1])

    # Visits

    def new_visit(self, **fields):
        return {"station_id": f"YZ-{self.generator.randrange(1, 30):04}", "group": self.generator.choice(GROUPS),
                "people": self.generator.randrange(1, 9), **fields}

    def keep(self, id, visit, at):
        expect(id not in self.logged, f"the id {id} came twice")
        self.logged[id] = (at, visit["people"], visit["group"], visit["station_id"])
        self.visits.sent.add(id)
        self.visits.acknowledged.add(id)

    def log(self):
        for _ in range(3):
            visit = self.new_visit(visitor=f"courier {self.generator.randrange(50)}")
            answer = self.ask("POST", "/v1/visits", visit, status=201)
            at = seconds(answer["at"])
            self.clock.expect(at, "the moment of a visit")
            self.clock.expect(seconds(answer["recorded_at"]), "the moment of a record")
            self.clock.expect((uuid.UUID(answer["id"]).int >> 80) / 1000, "the time in an id")
            expect(answer["at"] == self.calendar.local(at).isoformat(), f"{at} is told as {answer['at']}")
            self.keep(answer["id"], visit, at)
        before = [moment for moment in self.calendar.moments if moment < self.clock.now]
        near = [moment + step for moment in self.generator.sample(before, min(4, len(before)))
                for step in (-3601, -1, 0, 1799, 3599, 3600) if moment + step < self.clock.now]
        near += [int(self.clock.now) - self.generator.randrange(3 * DAY) for _ in range(8)] + [int(self.clock.now) + 280]
        visits = [self.new_visit(at=self.told(at), **({"id": str(uuid.uuid4())} if at % 2 else {})) for at in near]
        for visit, at, one in zip(visits, near, self.ask("POST", "/v1/visits", visits)["results"]):
            expect(one["result"] == "created", f"a visit of {at} is answered by {one}")
            expect(visit.get("id", one["id"]) == one["id"], f"{visit} is answered by {one}")
            self.keep(one["id"], visit, at)
        self.ask("POST", "/v1/visits", self.new_visit(at=self.told(int(self.clock.now) + 400)), status=400)

    def told(self, at):
        return self.calendar.local(at).isoformat()

    def check_usage(self):
        """The server's sums against ours, by each measure of time, and of one day alone."""
        for by in ["day", "week", "month", "quarter", "year", "hour", "weekday", "group", "station"]:
            sums = collections.Counter()
            for at, people, group, station in self.logged.values():
                key = {**self.calendar.periods(at), "group": group, "station": station}[by]
                sums[key, "visits"] += 1
                sums[key, "people"] += people
            answer = self.ask("GET", f"/v1/usage?from=1970-01-01&to=2069-12-31&by={by}")
            found = {(str(row[by]), name): row[name] for row in answer["rows"] for name in ("visits", "people") if row[name]}
            wrong = {key: (found.get(key), sums[key]) for key in found.keys() | sums.keys() if found.get(key) != sums[key]}
            expect(not wrong, f"by {by} (theirs, ours): {dict(list(wrong.items())[:5])}")
            for name in ("visits", "people"):
                total = sum(count for (_, measure), count in sums.items() if measure == name)
                expect(answer["total"][name] == total, f"by {by} of {total} {name} in all: {answer['total']}")
        day = self.calendar.periods(self.generator.choice(list(self.logged.values()))[0])["day"]
        ids = {id for id, (at, *_) in self.logged.items() if self.calendar.periods(at)["day"] == day}
        expect(self.listed(f"from={day}&to={day}") == ids, f"the visits of {day} are others")
        total = self.ask("GET", f"/v1/usage?from={day}&to={day}")["total"]["visits"]
        expect(total == len(ids), f"on {day} are {total} visits, not {len(ids)}")
        self.ask("GET", "/v1/usage/public", token=False)

    def listed(self, question):
        path, ids = f"/v1/visits?{question}&limit=1000", []
        while path:
            page = self.ask("GET", path)
            for visit in page["visits"]:
                at = self.logged[visit["id"]][0]
                expect(visit["at"] == self.told(at), f"{at} is listed as {visit['at']}")
                ids.append(visit["id"])
            path = page.get("next")
        expect(len(ids) == len(set(ids)), "a visit is listed twice")
        return set(ids)

    # Stations

    def make_stations(self):
        for number, hours in enumerate(SMALL_HOURS):
            self.ask("PUT", f"/v1/stations/SMALL-{number}", {
                "name": f"Small hours {number}", "kind": "point", "lat": 35.5531, "lon": 116.7836, "opening_hours": hours},
                status=201)
        self.suspended_until = self.generator.choice(self.calendar.moments)
        self.change("YZ-0003", status="suspended", status_reason="a while", status_until=self.told(self.suspended_until))

    def change(self, id, **fields):
        before = self.follower.since
        self.ask("PATCH", f"/v1/stations/{id}", fields, type="application/merge-patch+json")
        self.follower.follow(self.server)
        expect(self.follower.since > before, f"after a change the revision is {self.follower.since}, and was {before}")

    def check_hours(self):
        question = NEAREST.replace("limit=5", "limit=100")
        answer = self.ask("GET", question, token=False)
        at = seconds(answer["as_of"])
        self.clock.expect(at, "as_of")
        expect(answer["as_of"] == self.told(at), f"{at} is told as {answer['as_of']}")
        known, minute = 0, self.calendar.minute(at)
        for station in answer["stations"]:
            hours = station.get("opening_hours", "")
            is_open = self.calendar.is_open(hours, minute)
            known += is_open is not None
            state = {True: "open", False: "closed", None: station["open"]}[is_open]
            expect(station["open"] == state, f"{station['id']}, {hours}: {station['open']} at {answer['as_of']}")
            change = station.get("changes_at")
            expect(change is None or seconds(change) > at, f"at {answer['as_of']} {station['id']} changes at {change}")
        expect(known > 30, f"the hours of {known} stations alone are looked at")
        now = self.ask("GET", question + "&open=now", token=False)
        then = self.ask("GET", f"{question}&open={urllib.parse.quote(now['as_of'])}", token=False)
        expect(now["stations"] == then["stations"], f"at {now['as_of']} other stations are open now than at that moment")
        if abs(at - self.suspended_until) > 2:
            station, status = self.ask("GET", "/v1/stations/YZ-0003", token=False), "suspended"
            if at >= self.suspended_until:
                status = "active"
            expect(station["status"] == status, f"until {self.suspended_until} suspended, it is at {at}: {station}")

    # Tokens

    def make_token(self):
        days = self.generator.randrange(1, 400)
        answer = self.ask("POST", "/v1/admin/tokens", {"role": "staff", "expires": f"{days}d"}, status=201)
        expiry = seconds(answer["expires_at"])
        self.clock.expect(expiry - days * DAY, "the beginning of a token")
        self.tokens.append((answer["token"], expiry))

    def check_tokens(self, tokens):
        for token, expiry in tokens:
            answer = self.server.ask("GET", "/v1/token", headers={"Authorization": f"Bearer {token}"})
            if abs(self.clock.now - expiry) > 1.5:
                status = 200 if self.clock.now < expiry else 401
                expect(answer and answer[0] == status, f"{self.clock.now - expiry:.0f} s after its end a token: {answer}")

    # Jumps

    def jump(self):
        pick = self.generator.random()
        moment = self.generator.choice(self.calendar.moments)
        if pick < 0.3:
            moment = int(self.clock.now) + self.generator.randrange(-30, 20) * 3600
        elif pick < 0.6:
            moment += self.generator.randrange(-3, 3)
        elif pick < 0.8:
            moment += self.generator.randrange(-3 * 3600, 3 * 3600)
        elif self.tokens:
            moment = self.generator.choice(self.tokens)[1] - 2
        self.clock.set(min(max(moment, FIRST), LAST))

    def round(self):
        self.jump()
        self.log()
        self.check_hours()
        self.change("YZ-0002", capacity=self.follower.since % 900 + 1)
        self.make_token()
        self.check_tokens(self.generator.sample(self.tokens, min(5, len(self.tokens))))

    def cross_a_change(self):
        """Through the hours about a change of daylight saving, out of order."""
        steps = list(range(-2, 8))
        self.generator.shuffle(steps)
        for change in self.generator.sample(self.calendar.changes, min(2, len(self.calendar.changes))):
            for step in steps:
                self.clock.set(change + step * 900 + self.generator.randrange(-2, 900))
                self.check_hours()

    def cross_an_end(self):
        """Over the end of a token and back."""
        token = self.generator.choice(self.tokens)
        for step in (-2, 2, -2):
            self.clock.set(token[1] + step)
            self.check_tokens([token])


def torture(zone, jumps, generator):
    with Folder() as place, District(place, Clock(place.path), zone, generator) as district:
        district.clock.set(FIRST)
        district.make_stations()
        for number in range(jumps):
            district.round()
            if number % 5 == 4 or number == jumps - 1:
                district.cross_an_end()
                district.cross_a_change()
                district.check_usage()
            if number % 10 == 9:
                district.end()
                district.start()
        expect(district.listed("order=oldest") == set(district.logged), "the list of all visits is another")
        expect(district.ask("GET", "/v1/admin/check")["fault_count"] == 0, "the server's check finds faults")
        anew = Follower()
        anew.follow(district.server)
        expect(anew.since == district.follower.since and anew.stations.keys() == district.follower.stations.keys(),
               "the follower's copy is another")
        district.end()
        expect(district.visits.check(place.database) == len(district.logged), "visits are there that were not logged")
        print(f"{zone}: {jumps} jumps, {len(district.logged)} visits, {len(district.tokens)} tokens, "
              f"revision {anew.since}, {district.answers} answers to the courier", flush=True)


def start_ahead(zone):
    """Started once with a clock decades ahead, which takes all pseudonyms for old; then right again, days later."""
    generator, first = random.Random(1), seconds("2024-06-30T12:00:00Z")
    with Folder() as place, District(place, Clock(place.path), zone, generator, first) as district:
        for day in ("2024-07-01", "2043-07-01", "2024-07-11"):
            district.end()
            district.clock.set(seconds(f"{day}T12:00:00Z"))
            district.start()
            if not day.startswith("2043"):
                for number in range(6):
                    district.ask("POST", "/v1/visits", district.new_visit(visitor=f"courier {number % 3}"), status=201)
                total = district.ask("GET", f"/v1/usage?from={day}&to={day}")["total"]
                expect(total["visits"] == 6, f"{total}")
                expect(total["visitors"] == 3, f"on {day} 3 visitors are {total['visitors']}")


def main(jumps):
    generator = random.Random(23)
    for zone in ZONES:
        torture(zone, jumps, generator)
    start_ahead(ZONES[0])


if __name__ == "__main__":
    run(main, 10)

"""A day of load in short: the server's clock runs so fast that 24 hours pass, while everything is asked of it at once.

Couriers, managers, an administrator and broken clients go on all the time. No answer is a fault of the server's, none takes
15 seconds, and what was acknowledged is there once. After the first third, in which caches fill, memory stays: from the
second sixth to the last sixth it rises by less than 512 bytes for each request between the two, and 4 MB. A leak of 1 KB
a request would be 1024 bytes for each: it is seen once 8,192 requests lie between, (1024 - 512) x 8192 being 4 MB; the full
length has some 180,000. Open files and threads are counted while all is quiet, after a third and in the end.

usage: soak.py [MINUTES]        needs a C compiler and libfaketime (Debian's faketime)
"""

import collections, csv, glob, http.client, json, os, random, shutil, signal, socket, statistics, struct, subprocess, sys
import threading, time, uuid

from clocks import Clock, seconds
from crash import Follower
from torture import STATIONS, Broken, Folder, Server, Visits, command, expect, run

# The end of a month is passed.
BEGIN, DAY = seconds("2026-02-28T12:00:00+08:00"), 86_400
BYTES_PER_REQUEST, BYTES_BESIDES = 512, 4 << 20
LIMITS = [f"YIZHAN_LIMITS_{limit}_{what}=1000000" for what in ("PER_SECOND", "BURST") for limit in (
    "READS", "WRITES", "TOKEN_READS", "TOKEN_WRITES", "FAILURES")]
GROUPS = ["delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other"]
CUTS = ["station", "town", "group", "service", "day", "week", "month", "quarter", "year", "hour", "weekday"]
AMENITIES = ["water", "microwave", "seating", "toilet", "wifi", "first_aid"]
PAGES = ["/", "/manage", "/staff", "/check-in", "/service-worker.js", "/pages/settings.json", "/openapi.json", "/nothing"]
LOOKS = ["/v1/amenities", "/v1/worker-groups", "/v1/towns", "/healthz", "/readyz", "/v1/usage/public", "/v1/nothing"]
OGC = ["", "/conformance", "/collections", "/collections/stations", "/collections/stations/items?limit=20",
       "/collections/stations/items?bbox=116.7,35.4,116.9,35.6&limit=5", "/collections/stations/items/YZ-0007",
       "/collections/stations/items/none", "/collections/stations/items?datetime=2026-01-01T00:00:00Z/..", "?wrong=1"]


# libfaketime takes all times that a timer is set to for the system's clock's, and those of the monotonic clock, by which
# the server waits, would never come.
TIMERS = """
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>
int timerfd_settime(int timer, int flags, const struct itimerspec *value, struct itimerspec *former) {
  return syscall(SYS_timerfd_settime, timer, flags, value, former);
}
"""


def fast_clock(folder):
    """A clock that leaves timers as they are."""
    clock, library = Clock(folder), os.path.join(folder, "timers.so")
    compiler = next(filter(None, map(shutil.which, ("clang", "gcc", "cc"))), None)
    expect(compiler, "there is no C compiler")
    subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=TIMERS, text=True, check=True)
    clock.launcher[1] = clock.launcher[1].replace("LD_PRELOAD=", f"LD_PRELOAD={library}:")
    return clock


class Client:
    """Asks on a connection that is kept, and anew on another when that is closed."""

    def __init__(self, day, task, seed):
        self.day, self.task, self.generator, self.connection = day, task, random.Random(seed), None

    def ask(self, method, path, body=None, headers={}, among=(200,)):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.day.server.port, timeout=15)
        begin = time.monotonic()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise Broken(f"{method} {path} has no answer after {time.monotonic() - begin:.1f} s: {fault!r}")
        if answer.will_close or self.generator.random() < 0.02:
            self.close()
        self.day.note(self.task, status, time.monotonic() - begin)
        expect(status in among, f"{method} {path} is answered by {status}: {content[:300]}")
        return content

    def admin(self, method, path, body=None, type="application/json", among=(200,)):
        text = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body)
        return self.ask(method, path, text, {**self.day.visits.headers, "Content-Type": type}, among)

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None


class Day:
    """A server on its way through a day, all that is asked of it, and what it takes."""

    def __init__(self, place, clock, minutes):
        self.place, self.clock, self.length = place, clock, minutes * 60
        self.stop, self.is_calm, self.lock, self.faults = threading.Event(), threading.Event(), threading.Lock(), []
        self.counts, self.statuses, self.longest = collections.Counter(), collections.Counter(), 0
        # Of each second: the requests until then, resident bytes.
        self.samples, self.at_rest = [], []
        self.logged, self.asked_to_void, self.codes, self.tokens = collections.deque(), set(), {}, collections.deque()
        with open(STATIONS, newline="") as file:
            self.stations = list(csv.DictReader(file))
        self.clock.set(BEGIN)
        launcher = [*clock.launcher[:-1], *LIMITS, clock.launcher[-1]]
        self.server = Server(place.database, launcher=launcher)
        expect(self.server.is_up, self.server.said)
        code, said = command("token", "create", "--role", "admin", "--expires", "3650d", database=place.database)
        expect(code == 0, said)
        self.visits = Visits(said.strip().splitlines()[0])

    def note(self, task, status, duration):
        with self.lock:
            self.counts[task] += 1
            self.statuses[status] += 1
            self.longest = max(self.longest, duration)
        expect(duration < 15, f"{task}: an answer after {duration:.0f} s")

    # The day

    def run(self):
        # A task, and its pause.
        tasks = [
            (self.nearest, 0), (self.nearest, 0), (self.nearest, 0), (self.list, 0.005), (self.look, 0.005),
            (self.ogc, 0.005), (self.follow, 0.05), (self.usage, 0.05), (self.log, 0.02), (self.log_many, 0.1),
            (self.log_file, 0.3), (self.void, 0.1), (self.change, 0.05), (self.import_stations, 0.5), (self.token, 0.05),
            (self.check_in, 0.05), (self.administer, 0.3), (self.back_up, 3), (self.break_off, 0.02), (self.dawdle, 0.3)]
        self.resting = threading.Semaphore(0)
        self.crew = len(tasks)
        threads = [threading.Thread(target=self.go_on, args=(number, *task)) for number, task in enumerate(tasks)]
        begin, rests = time.monotonic(), [self.length / 3, self.length]
        for thread in threads:
            thread.start()
        next_sample, rested = begin, 0
        while not self.faults and rests:
            time.sleep(0.1)
            now = time.monotonic() - begin - rested
            self.clock.set(BEGIN + int(DAY * min(1, now / self.length)))
            if time.monotonic() >= next_sample:
                next_sample += 1
                self.samples.append((now, sum(self.counts.values()), self.memory()))
            if now >= rests[0]:
                rests.pop(0)
                rested += self.rest()
        self.stop.set()
        self.is_calm.clear()
        for thread in threads:
            thread.join()
        expect(not self.faults, f"{len(self.faults)} faults: {self.faults[:3]}")
        expect(self.server.process.poll() is None, f"the server is gone: {self.server.said[-5:]}")

    def go_on(self, number, task, pause):
        client = Client(self, task.__name__, number)
        try:
            while not self.stop.is_set():
                if self.is_calm.is_set():
                    client.close()
                    self.resting.release()
                    while self.is_calm.is_set() and not self.stop.is_set():
                        time.sleep(0.02)
                    continue
                task(client, client.generator)
                self.stop.wait(pause)
        except Exception as fault:
            self.faults.append(f"{task.__name__}: {fault!r}")
            self.resting.release()
        client.close()

    def rest(self):
        """All is quiet for a while; open files and threads are counted. The seconds that it took."""
        begin = time.monotonic()
        self.is_calm.set()
        for _ in range(self.crew):
            self.resting.acquire(timeout=20)
        # Idle threads of a pool end after some seconds.
        time.sleep(min(8, self.length / 3))
        folder = f"/proc/{self.server.process.pid}"
        self.at_rest.append((len(os.listdir(folder + "/fd")), len(os.listdir(folder + "/task")), self.memory()))
        self.is_calm.clear()
        return time.monotonic() - begin

    def memory(self):
        with open(f"/proc/{self.server.process.pid}/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS"))

    # Couriers

    def nearest(self, client, generator):
        fields = {"lat": generator.uniform(35.3, 35.8), "lon": generator.uniform(116.5, 117.1)}
        extras = {
            "limit": generator.choice([1, 5, 100]), "radius_m": generator.choice([500, 5000, 1e6]),
            "amenities": ",".join(generator.sample(AMENITIES, 2)),
            "open": generator.choice(["now", "any", "2026-03-01T03:00:00Z"]),
            "kind": generator.choice(["hub", "satellite", "point"]), "datum": generator.choice(["wgs84", "gcj02", "bd09"]),
            "include": generator.choice(["skipped", "navigation", "suspended,skipped"])}
        wrong = {"limit": 0, "radius_m": -1, "amenities": "pool;", "open": "later", "kind": "x", "datum": "nad27", "else": 1}
        fields.update((name, extras[name]) for name in generator.sample(list(extras), generator.randrange(4)))
        is_wrong = generator.random() < 0.1
        if is_wrong:
            name = generator.choice(list(wrong))
            fields[name] = wrong[name]
        headers = {"Accept": generator.choice(["application/json", "application/geo+json", "*/*"]),
                   "Accept-Language": generator.choice(["zh", "en"])}
        query = "&".join(f"{name}={value}" for name, value in fields.items())
        client.ask("GET", f"/v1/stations/nearest?{query}", None, headers, (400,) if is_wrong else (200,))

    def list(self, client, generator):
        question, status = generator.choice([
            ("?limit=20", 200), ("?q=%E5%B0%8F%E5%93%A5", 200), ("?bbox=116.7,35.4,116.9,35.6&open=now", 200),
            ("?status=any&limit=100", 200), ("/YZ-0001", 200), (f"/YZ-{generator.randrange(1, 140):04}?datum=bd09", 200),
            ("/NONE", 404), ("?limit=x", 400), ("?bbox=1,2", 400)])
        accept = generator.choice(["application/json", "application/geo+json"])
        client.ask("GET", "/v1/stations" + question, None, {"Accept": accept}, (status,))

    def look(self, client, generator):
        path = generator.choice(PAGES + LOOKS)
        client.ask("GET", path, None, {"Accept-Encoding": "gzip"}, (404,) if "nothing" in path else (200,))

    def ogc(self, client, generator):
        path = generator.choice(OGC)
        client.ask("GET", "/ogc" + path, None, {}, (400,) if "wrong" in path else (404,) if "none" in path else (200,))

    def follow(self, client, generator):
        client.ask("GET", f"/v1/stations/changes?since={generator.choice([0, 100, 139])}&limit=200")

    def check_in(self, client, generator):
        station = f"YZ-{generator.randrange(1, 30):04}"
        if station not in self.codes:
            path = f"/v1/admin/check-in-codes/{station}"
            self.codes[station] = json.loads(client.admin("GET", path))["code"]
        id, path, json_type = str(uuid.uuid4()), f"/v1/stations/{station}/check-ins", {"Content-Type": "application/json"}
        if generator.random() < 0.1:
            body = json.dumps({"code": "wrong", "group": "express"})
            return client.ask("POST", path, body, json_type, (400, 403, 429))
        with self.visits.lock:
            self.visits.sent.add(id)
        body = json.dumps({"id": id, "code": self.codes[station], "group": "express"})
        answer = client.ask("POST", path, body, json_type, (201, 429))
        if json.loads(answer).get("id") == id:
            self.keep([id])

    # Managers and staff

    def new_visits(self, generator, count):
        visits = [{"id": str(uuid.uuid4()), "station_id": f"YZ-{generator.randrange(1, 90):04}",
                   "group": generator.choice(GROUPS), "people": generator.randrange(1, 9)} for _ in range(count)]
        with self.visits.lock:
            self.visits.sent.update(visit["id"] for visit in visits)
        return visits

    def keep(self, ids):
        with self.visits.lock:
            self.visits.acknowledged.update(ids)
        self.logged.append(ids[0])

    def log(self, client, generator):
        visit, = self.new_visits(generator, 1)
        client.admin("POST", "/v1/visits", visit | {"visitor": f"courier {generator.randrange(500)}"}, among=(201,))
        self.keep([visit["id"]])
        client.admin("POST", "/v1/visits", {**visit, "group": "none"}, among=(400,))

    def log_many(self, client, generator):
        visits = self.new_visits(generator, 10)
        answer = json.loads(client.admin("POST", "/v1/visits", [*visits, {"station_id": "NONE", "group": "other"}]))
        created = [one["id"] for one in answer["results"] if one["result"] == "created"]
        expect(created == [visit["id"] for visit in visits], f"visits are answered by {answer}")
        self.keep(created)

    def log_file(self, client, generator):
        visits = self.new_visits(generator, 10)
        rows = "".join(f"{visit['id']},{visit['station_id']},{visit['group']}\n" for visit in visits)
        client.admin("POST", "/v1/visits", "id,station_id,group\n" + rows, "text/csv")
        self.keep([visit["id"] for visit in visits])

    def void(self, client, generator):
        if self.logged:
            client.admin("POST", f"/v1/visits/{self.logged.popleft()}/void", {"reason": "counted twice"})

    def usage(self, client, generator):
        days = "from=2026-02-01&to=2026-03-01"
        cuts = ",".join(generator.sample(CUTS, generator.randrange(3)))
        path = generator.choice(
            [f"?{days}&by={cuts}&format={format}" if cuts else f"?{days}&format={format}"
             for format in ("json", "csv", "xlsx", "html")]
            + [f"{part}?{days}" for part in (
                "/summary", "/headline", "/busiest-stations", "/idle-stations", "/charts/month")])
        client.admin("GET", "/v1/usage" + path)
        client.admin("GET", "/v1/visits?limit=20&order=newest")
        client.admin("GET", "/v1/usage?from=2026-13-01", among=(400,))

    # The administrator

    def change(self, client, generator):
        station = f"YZ-{generator.randrange(10, 60):04}"
        fields = generator.choice([
            {"capacity": generator.randrange(1, 999)}, {"amenities": ["seating"], "broken_amenities": ["water"]},
            {"amenities": ["seating", "water"], "broken_amenities": []},
            {"status": "suspended", "status_reason": "a while"}, {"status": "active"},
            {"address": f"{generator.random()} 路"}])
        client.admin("PATCH", f"/v1/stations/{station}", fields, "application/merge-patch+json")
        client.admin("PATCH", "/v1/stations/NONE", fields, "application/merge-patch+json", (404,))

    def import_stations(self, client, generator):
        number, rows = generator.randrange(1, 999), generator.sample(self.stations[:60], 20)
        file = "id,name,lat,lon,capacity\n" + "".join(
            f"{row['id']},{row['name']},{row['lat']},{row['lon']},{number}\n" for row in rows)
        client.admin("POST", "/v1/stations/import" + generator.choice(["", "?dry_run=true"]), file.encode(), "text/csv")
        client.admin("POST", "/v1/stations/import", b"id,name\n1,2\n", "text/csv", (400, 422))

    def token(self, client, generator):
        made = json.loads(client.admin("POST", "/v1/admin/tokens", {"role": "staff", "expires": "1d"}, among=(201,)))
        headers = {"Authorization": f"Bearer {made['token']}"}
        client.ask("GET", "/v1/token", None, headers)
        client.admin("DELETE", f"/v1/admin/tokens/{made['id']}", among=(204,))
        client.ask("GET", "/v1/token", None, headers, (401,))

    def administer(self, client, generator):
        client.ask("GET", "/metrics")
        client.admin("GET", "/v1/admin/audit?limit=50")
        client.admin("POST", "/v1/admin/erasures", {"visitor": f"courier {generator.randrange(500)}"})

    def back_up(self, client, generator):
        content = client.admin("GET", "/v1/admin/backup")
        expect(content.startswith(b"SQLite format 3\0"), "a backup is none")
        client.admin("GET", "/v1/admin/check")

    # Broken clients

    def break_off(self, client, generator):
        """Says something that has no good end, and closes in one way or another."""
        head = b"POST /v1/visits HTTP/1.1\r\nHost: yizhan\r\nContent-Type: application/json\r\n"
        said = generator.choice([
            b"", b"GET /v1/stations/nea", b"\x16\x03\x01 no request\r\n\r\n", head + b"Content-Length: 500\r\n\r\n[{",
            head + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n[",
            b"GET /v1/stations?limit=100 HTTP/1.1\r\nHost: y\r\n\r\n" * 5])
        with self.connection() as connection:
            connection.sendall(said)
            if generator.random() < 0.5:
                # Reset, not ended.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.note(client.task, "none", 0)

    def dawdle(self, client, generator):
        """A request byte by byte, or an answer that is read slowly."""
        with self.connection() as connection:
            connection.settimeout(15)
            for byte in b"GET /healthz HTTP/1.1\r\nHost: yizhan\r\nConnection: close\r\n\r\n":
                connection.sendall(bytes([byte]))
                time.sleep(0.01)
            said = b""
            while part := connection.recv(20):
                said += part
                time.sleep(0.01)
        expect(said.startswith(b"HTTP/1.1 200"), f"who dawdles is answered by {said}")
        self.note(client.task, 200, 0)

    def connection(self):
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=15)

    # What it took

    def between(self, begin, end):
        """Requests and memory, the medians of a part of the day."""
        part = [sample for sample in self.samples if begin <= sample[0] / self.length <= end]
        expect(part, "nothing was measured")
        return [statistics.median(column) for column in list(zip(*part))[1:]]

    def check(self):
        (requests, before), (later, after) = self.between(1 / 6, 1 / 3), self.between(5 / 6, 1)
        growth, count = after - before, later - requests
        print(f"{sum(self.counts.values())} requests, the longest {self.longest:.1f} s: {dict(self.counts)}; answers: "
              f"{dict(self.statuses)}; memory: {self.samples[0][2] / 2**20:.1f} MB in the beginning, "
              f"{before / 2**20:.1f} MB in the second sixth, {after / 2**20:.1f} MB in the last, {growth / count:.0f} bytes "
              f"for each of {count:.0f} requests; at rest (files, threads, bytes): {self.at_rest}", flush=True)
        allowed = BYTES_BESIDES + BYTES_PER_REQUEST * count
        expect(growth < allowed, f"memory grows by {growth} bytes, more than {allowed}")
        (files, threads, _), (files_later, threads_later, _) = self.at_rest
        # Readers of the database, two files each, and threads of pools come when they are needed, up to a few.
        expect(files_later <= files + 8, f"open files grow from {files} to {files_later}")
        expect(threads_later <= threads + 4, f"threads grow from {threads} to {threads_later}")
        wrong = {status: count for status, count in self.statuses.items() if status != "none" and status >= 500}
        expect(not wrong, f"answers: {wrong}")
        return count


def main(minutes):
    with Folder() as place:
        day = Day(place, fast_clock(place.path), minutes)
        try:
            day.run()
            count = day.check()
            old, anew = Follower(), Follower()
            for follower in (old, anew):
                follower.follow(day.server)
            expect(old.stations == anew.stations and anew.stations, "the copies of two followers differ")
            expect(day.server.end() == 0, f"it does not end well: {day.server.said[-3:]}")
        finally:
            day.server.end(by=signal.SIGKILL)
            # What the library leaves behind.
            for file in glob.glob(f"/dev/shm/*faketime_s??_{day.server.process.pid}"):
                os.remove(file)
        kept = day.visits.check(place.database)
        expect(kept == len(day.visits.acknowledged), f"{kept} visits are there, {len(day.visits.acknowledged)} acknowledged")
    expect(minutes < 3 or count > 20_000, f"{count} requests are too few to tell")
    print(f"24 hours in {minutes:g} minutes: {kept} visits, each there once", flush=True)


if __name__ == "__main__":
    # A part of a minute will do.
    length = float(sys.argv.pop(1)) if len(sys.argv) > 1 else 6
    run(main, length)

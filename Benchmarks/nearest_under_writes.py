#!/usr/bin/env python3
"""What a courier's answer takes while visits are logged and stations change, beside the same without.

Serves the stations of a file (`fixtures/national/generate.py` makes the country's 186,100). One process asks all the
time; in every second window of time another logs visits, each by a request of its own, and a third breaks or mends an
amenity of a station once a second. The first question after the acknowledgement of a change must tell it. Prints
JSON, in each pair first what is without writes. A delay ends when the answer has come to the asker's side, by the
system's timestamp; when the asker, who shares the server's processors here and would not elsewhere, has read it, is told
apart. Other machines of the same host may take processors from this one, the more often the more often it sleeps and
wakes: `taken_percent`. The windows in which they took nothing that the system counts are compared by themselves, too.
Then visits acknowledged a second, the milliseconds from a change to its acknowledgement, and from there to the answer
that tells it (median and greatest).

    python3 Benchmarks/nearest_under_writes.py STATIONS.csv [--rounds 40] [--seconds 1] [--questions 2917] [--visits 1000]
"""

import argparse, collections, concurrent.futures, http.client, itertools, json, os, random, re, selectors, shutil, socket
import statistics, struct, sys, tempfile, time, urllib.request

from serving import BUILT, admin_token, serve
from visits_vs_sqlite import request, text, visits

# SO_TIMESTAMPNS and what comes of it: the system says when what is read had come (Python has no name for it).
TIMESTAMPS = 35
NEAREST = "/v1/stations/nearest?limit=5&lat=%.6f&lon=%.6f"


class Schedule:
    """Windows of time, of which every second is for writing; all processes know the same."""

    # Between two windows, seconds: what was begun in one is over before the next.
    PAUSE = 0.2

    def __init__(self, rounds, seconds):
        self.begin, self.rounds, self.seconds = time.perf_counter() + 5, rounds, seconds

    @property
    def windows(self):
        """Each from when to when, and whether it is for writing."""
        for number in range(2 * self.rounds):
            begin = self.begin + number * (self.seconds + self.PAUSE)
            yield begin, begin + self.seconds, number % 2 == 1

    @property
    def of_writing(self):
        return ((begin, end) for begin, end, is_writing in self.windows if is_writing)


def moments(rate, begin, end):
    """So many in each second."""
    return (begin + number / rate for number in range(round((end - begin) * rate)))


def paced(rate, begin, end):
    """A moment after another, so many in each second; what comes late comes at once, but not after the end."""
    for moment in moments(rate, begin, end):
        wait_until(moment)
        if time.perf_counter() >= end:
            return
        yield


def wait_until(moment):
    wait = moment - time.perf_counter()
    if wait > 0:
        time.sleep(wait)


def yield_processors():
    """Who writes would, on another machine, take nothing of this one's processors; here it waits for those who ask."""
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def processor_ticks():
    """What this machine's processors have done since it started, and how much of it another machine took."""
    with open("/proc/stat") as file:
        ticks = [int(one) for one in file.readline().split()[1:9]]
    return sum(ticks), ticks[7]


class Window:
    """What was measured in a window of time."""

    def __init__(self):
        self.until_come, self.until_read, self.failures = [], [], 0
        # What the one clock tells beyond the other: questions are due by the second, answers come by the first.
        self.offset = time.time() - time.perf_counter()
        self.ticks, self.taken = processor_ticks()

    def close(self):
        ticks, taken = processor_ticks()
        self.ticks, self.taken = ticks - self.ticks, taken - self.taken


class Asker:
    """A connection on which one question is asked after the other."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.connection.setsockopt(socket.SOL_SOCKET, TIMESTAMPS, 1)

    def ask(self, latitude, longitude, window, due):
        question = f"GET {NEAREST % (latitude, longitude)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        self.answer, self.length, self.window, self.due = b"", None, window, due + window.offset
        self.connection.sendall(question)

    def take(self):
        """Takes what has come; whether the answer is whole."""
        more, ((_, _, stamp), *_), _, _ = self.connection.recvmsg(65536, 64)
        self.answer += more
        if self.length is None and (end := self.answer.find(b"\r\n\r\n")) >= 0:
            self.length = end + 4 + int(re.search(rb"(?i)content-length: (\d+)", self.answer[:end])[1])
        if self.length is None or len(self.answer) < self.length:
            return False
        seconds, nanoseconds = struct.unpack("qq", stamp)
        self.window.until_come.append(seconds + nanoseconds / 1e9 - self.due)
        self.window.until_read.append(time.time() - self.due)
        self.window.failures += not self.answer.startswith(b"HTTP/1.1 200")
        return True


def ask(port, rate, schedule, connections=256):
    """Asks from many places, whether the questions before are answered or not: the windows without writes, and with.

    A delay counts from when a question was due: one that is sent late, for want of a processor or of a connection, has
    waited already.
    """
    # Of the selectors this one alone waits for less than a millisecond.
    generator, kinds, selector = random.Random(7), ([], []), selectors.SelectSelector()
    free = collections.deque(Asker(port) for _ in range(connections))
    for asker in free:
        selector.register(asker.connection, selectors.EVENT_READ, asker)

    def take(timeout):
        free.extend(key.data for key, _ in selector.select(max(timeout, 0)) if key.data.take())

    for begin, end, is_writing in schedule.windows:
        wait_until(begin)
        window = Window()
        for due in moments(rate, begin, end):
            while not free or time.perf_counter() < due:
                take(due - time.perf_counter() if free else 1)
            free.popleft().ask(generator.uniform(22, 40), generator.uniform(103, 121), window, due)
        while len(free) < connections:
            take(1)
        window.close()
        kinds[is_writing].append(window)
    return kinds


def log(port, token, stations, rate, schedule, connections=8):
    """Logs visits by several connections, each waiting for its answer: how many were acknowledged a second."""
    count = round(schedule.rounds * schedule.seconds * rate)
    made = itertools.islice(visits(stations, random.Random()), count)
    requests = iter([request(text(visit), token) for visit in made])
    ready, selector, acknowledged = [], selectors.DefaultSelector(), 0
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        selector.register(one, selectors.EVENT_READ)
        ready.append(one)
    yield_processors()

    def take(timeout):
        nonlocal acknowledged
        for key, _ in selector.select(timeout):
            answer = key.fileobj.recv(65536)
            assert answer.startswith(b"HTTP/1.1 201"), answer[:400]
            acknowledged += 1
            ready.append(key.fileobj)

    for begin, end in schedule.of_writing:
        for _ in paced(rate, begin, end):
            take(0)
            while not ready:
                take(1)
            ready.pop().sendall(next(requests))
        while len(ready) < connections:
            take(1)
    return acknowledged / (schedule.rounds * schedule.seconds)


def change(port, token, station, schedule):
    """Breaks or mends an amenity once a second: what it took to be acknowledged, and to be seen from there."""
    yield_processors()
    connection, told = http.client.HTTPConnection("127.0.0.1", port, timeout=10), []
    place = NEAREST % (station["lat"], station["lon"])
    for begin, end in schedule.of_writing:
        for _ in paced(1, begin, end):
            broken = station["amenities"][:1] if len(told) % 2 == 0 else []
            sound = [one for one in station["amenities"] if one not in broken]
            sent = time.perf_counter()
            connection.request(
                "PATCH", f"/v1/stations/{station['id']}", json.dumps({"amenities": sound, "broken_amenities": broken}),
                {"Authorization": f"Bearer {token}", "Content-Type": "application/merge-patch+json"})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, body
            acknowledged = time.perf_counter()
            connection.request("GET", place)
            found = json.loads(connection.getresponse().read())["stations"]
            seen = time.perf_counter()
            assert [one.get("broken_amenities", []) for one in found if one["id"] == station["id"]] == [broken], found
            told.append((acknowledged - sent, seen - acknowledged))
    return told


def run(*tasks):
    """Does them at the same time, each in a process of its own, and gives what each returns."""
    with concurrent.futures.ProcessPoolExecutor(len(tasks)) as processes:
        return [running.result() for running in [processes.submit(*task) for task in tasks]]


def percentile(delays, share):
    return sorted(delays)[int(len(delays) * share)]


def compared(alone, busy):
    """Windows without writes beside those with them: percentiles in milliseconds, and the ratio of the 99th."""
    if not alone or not busy:
        return None
    told = {"windows": [len(alone), len(busy)]}
    for name in ("until_come", "until_read"):
        delays = [[delay for window in kind for delay in getattr(window, name)] for kind in (alone, busy)]
        told[f"ms_{name}"] = {
            f"p{round(100 * share)}": [round(percentile(one, share) * 1000, 2) for one in delays]
            for share in (0.5, 0.9, 0.99)}
        told[f"p99_ratio_{name}"] = round(percentile(delays[1], 0.99) / percentile(delays[0], 0.99), 2)
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument(
        "--questions", type=float, default=2917, help="a second; so many ask 84 million people three times a day")
    parser.add_argument("--visits", type=float, default=1000, help="a second")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(dir=os.getcwd())
    server = serve(options.yizhan, options.stations, folder)
    try:
        token = admin_token(options.yizhan, os.path.join(folder, "yizhan.sqlite"))
        url = f"http://127.0.0.1:{server.port}/v1/stations?status=active&limit=1000"
        stations = json.load(urllib.request.urlopen(url))["stations"]
        changing = next(station for station in stations if station["amenities"])
        schedule = Schedule(options.rounds, options.seconds)
        (alone, busy), logged, changes = run(
            (ask, server.port, options.questions, schedule),
            (log, server.port, token, [station["id"] for station in stations], options.visits, schedule),
            (change, server.port, token, changing, schedule))
        print(json.dumps({
            "all": compared(alone, busy),
            "undisturbed": compared(*([one for one in kind if one.taken == 0] for kind in (alone, busy))),
            "taken_percent": [round(100 * sum(one.taken for one in kind) / sum(one.ticks for one in kind), 1)
                              for kind in (alone, busy)],
            "no_answer": sum(one.failures for one in alone + busy), "visits_per_s": round(logged),
            "acknowledged_after_ms": round(statistics.median(one for one, _ in changes) * 1000, 1),
            "seen_after_ms": [round(of(one for _, one in changes) * 1000, 1) for of in (statistics.median, max)],
        }, indent=1))
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

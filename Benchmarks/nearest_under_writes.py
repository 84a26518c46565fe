#!/usr/bin/env python3
"""What a courier's answer takes while visits are logged and stations change, beside the same without.

Serves the stations of a file (`fixtures/national/generate.py` makes the country's 186,100). One process asks all the
time; in every second window of time another logs visits, each by a request of its own, and a third breaks or mends an
amenity of a station once a second. The first question after the acknowledgement of a change must tell it. Prints a line
of JSON. A delay ends when the answer has come to the asker's side, by the system's timestamp: when the asker, whose
processors are the server's here and would be its own elsewhere, gets to read it, is told apart. For all windows without
writes and all with them: percentiles of the delay in milliseconds, the ratio of the 99th, and what share of the
processors' time other machines of the same host took; then visits acknowledged a second, the milliseconds from a change
to its acknowledgement, and from there to the answer that tells it (median and greatest).

    python3 Benchmarks/nearest_under_writes.py STATIONS.csv [--rounds 15] [--seconds 2] [--questions 200] [--visits 1000]
"""

import argparse, concurrent.futures, http.client, itertools, json, os, random, re, selectors, shutil, socket
import statistics, struct, sys, tempfile, time, urllib.request

from serving import BUILT, admin_token, serve
from visits_vs_sqlite import request, text, visits

# SO_TIMESTAMPNS and what comes of it: the system says when what is read had come (Python has no name for it).
TIMESTAMPS = 35
NEAREST = "/v1/stations/nearest?limit=5&lat=%.6f&lon=%.6f"


class Schedule:
    """Windows of time, of which every second is for writing; all processes know the same."""

    def __init__(self, rounds, seconds):
        self.begin, self.rounds, self.seconds = time.perf_counter() + 3, rounds, seconds

    def windows(self, of_writing):
        """The windows of one kind, each from when to when."""
        for number in range(of_writing, 2 * self.rounds, 2):
            begin = self.begin + number * self.seconds
            yield begin, begin + self.seconds

    @property
    def all_windows(self):
        return sorted([(*one, False) for one in self.windows(False)] + [(*one, True) for one in self.windows(True)])


def paced(rate, begin, end):
    """A moment after another, so many in each second; what comes late comes at once."""
    for number in range(int((end - begin) * rate)):
        wait_until(begin + number / rate)
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


class Asker:
    """One connection that asks for the nearest stations, and tells when each answer had come."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.connection.setsockopt(socket.SOL_SOCKET, TIMESTAMPS, 1)

    def ask(self, latitude, longitude):
        """Asks, and gives the seconds until the answer had come, those until it was read, and whether it is one."""
        question = f"GET {NEAREST % (latitude, longitude)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        answer, length = b"", None
        sent = time.time()
        self.connection.sendall(question)
        while length is None or len(answer) < length:
            more, ((_, _, stamp), *_), _, _ = self.connection.recvmsg(65536, 64)
            answer += more
            if length is None and b"\r\n\r\n" in answer:
                head = answer[:answer.index(b"\r\n\r\n") + 4]
                length = len(head) + int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        read = time.time()
        seconds, nanoseconds = struct.unpack("qq", stamp)
        return seconds + nanoseconds / 1e9 - sent, read - sent, answer.startswith(b"HTTP/1.1 200")


class Delays:
    """What was measured in the windows of one kind."""

    def __init__(self):
        self.until_come, self.until_read, self.failures, self.ticks = [], [], 0, [0, 0]

    @property
    def taken_percent(self):
        return round(100 * self.ticks[1] / self.ticks[0], 1)


def ask(port, rate, schedule):
    """Asks from many places: the delays without writes, and with them."""
    generator, asker, kinds = random.Random(7), Asker(port), (Delays(), Delays())
    for begin, end, is_writing in schedule.all_windows:
        wait_until(begin)
        kind, before = kinds[is_writing], processor_ticks()
        for _ in paced(rate, begin, end):
            come, read, is_answer = asker.ask(generator.uniform(22, 40), generator.uniform(103, 121))
            kind.until_come.append(come)
            kind.until_read.append(read)
            kind.failures += not is_answer
        kind.ticks = [so_far + now - then for so_far, then, now in zip(kind.ticks, before, processor_ticks())]
    return kinds


def log(port, token, stations, rate, schedule, connections=8):
    """Logs visits by several connections, each waiting for its answer: how many were acknowledged a second."""
    yield_processors()
    count = int(schedule.rounds * schedule.seconds * rate)
    requests = iter([request(text(visit), token) for visit in itertools.islice(visits(stations, random.Random()), count)])
    ready, selector = [], selectors.DefaultSelector()
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        selector.register(one, selectors.EVENT_READ)
        ready.append(one)
    acknowledged = 0

    def take(timeout):
        nonlocal acknowledged
        for key, _ in selector.select(timeout):
            answer = key.fileobj.recv(65536)
            assert answer.startswith(b"HTTP/1.1 201"), answer[:400]
            acknowledged += 1
            ready.append(key.fileobj)

    for begin, end in schedule.windows(of_writing=True):
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
    connection, told, place = http.client.HTTPConnection("127.0.0.1", port, timeout=10), [], NEAREST % (station["lat"], station["lon"])
    for begin, end in schedule.windows(of_writing=True):
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


def milliseconds(delays, share):
    return round(sorted(delays)[int(len(delays) * share)] * 1000, 2)


def percentiles(delays):
    return {f"p{round(100 * share)}": milliseconds(delays, share) for share in (0.5, 0.9, 0.95, 0.99)}


def ratio(busy, alone):
    return round(milliseconds(busy, 0.99) / milliseconds(alone, 0.99), 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--questions", type=float, default=200, help="a second")
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
            "p99_ratio": ratio(busy.until_come, alone.until_come),
            "ms": percentiles(alone.until_come), "ms_while_writing": percentiles(busy.until_come),
            "p99_ratio_until_read": ratio(busy.until_read, alone.until_read),
            "taken_percent": [alone.taken_percent, busy.taken_percent], "no_answer": alone.failures + busy.failures,
            "visits_per_s": round(logged),
            "acknowledged_after_ms": round(statistics.median(one for one, _ in changes) * 1000, 1),
            "seen_after_ms": [round(of(one for _, one in changes) * 1000, 1) for of in (statistics.median, max)],
        }))
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What a courier's answer takes while visits are logged and stations change, beside the same without.

Serves the stations of a file (`fixtures/national/generate.py` makes the country's 186,100). Phases alternate: questions
alone; then the same questions while visits are logged, each by a request of its own, and once a second an amenity of a
station breaks or is mended. The first question after the acknowledgement of a change must tell it. Prints a line of JSON:
the 99th percentiles of the delay in milliseconds, their ratio (of the medians), visits acknowledged a second, the
milliseconds from a change to its acknowledgement and from there to the answer that tells it.

    python3 Benchmarks/nearest_under_writes.py STATIONS.csv [--rounds 4] [--seconds 8] [--questions 200] [--visits 1000]
"""

import argparse, concurrent.futures, http.client, json, os, random, selectors, shutil, socket, statistics, sys
import tempfile, time, urllib.request

from serving import BUILT, admin_token, serve
from visits_vs_sqlite import request, text, visits

NEAREST = "/v1/stations/nearest?limit=5&lat=%.6f&lon=%.6f"


def paced(rate, until):
    """A moment after another, so many in each second; what comes late comes at once."""
    start, count = time.perf_counter(), 0
    while time.perf_counter() < until:
        wait = start + count / rate - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        count += 1
        yield


def yield_processors():
    """Who writes would, on another machine, take nothing of this one's processors; here it waits for those who ask."""
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def ask(port, rate, seconds):
    """Asks from many places: the delays, and how many were no answers."""
    generator, delays, failures = random.Random(7), [], 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in paced(rate, time.perf_counter() + seconds):
        begin = time.perf_counter()
        connection.request("GET", NEAREST % (generator.uniform(22, 40), generator.uniform(103, 121)))
        answer = connection.getresponse()
        answer.read()
        delays.append(time.perf_counter() - begin)
        failures += answer.status != 200
    return delays, failures


def log(port, token, stations, rate, seconds, connections=8):
    """Logs visits by several connections, each waiting for its answer: how many were acknowledged a second."""
    yield_processors()
    source, ready, selector = visits(stations, random.Random()), [], selectors.DefaultSelector()
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        selector.register(one, selectors.EVENT_READ)
        ready.append(one)
    acknowledged, begin = 0, time.perf_counter()

    def take(timeout):
        nonlocal acknowledged
        for key, _ in selector.select(timeout):
            answer = key.fileobj.recv(65536)
            assert answer.startswith(b"HTTP/1.1 201"), answer[:400]
            acknowledged += 1
            ready.append(key.fileobj)

    for _ in paced(rate, begin + seconds):
        take(0)
        while not ready:
            take(1)
        ready.pop().sendall(request(text(next(source)), token))
    while len(ready) < connections:
        take(1)
    return acknowledged / (time.perf_counter() - begin)


def change(port, token, station, seconds):
    """Breaks or mends an amenity once a second: what it took to be acknowledged, and to be seen from there."""
    yield_processors()
    connection, told = http.client.HTTPConnection("127.0.0.1", port, timeout=10), []
    place = NEAREST % (station["lat"], station["lon"])
    for number, _ in enumerate(paced(1, time.perf_counter() + seconds)):
        broken = station["amenities"][:1] if number % 2 == 0 else []
        sound = [one for one in station["amenities"] if one not in broken]
        begin = time.perf_counter()
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
        told.append((acknowledged - begin, seen - acknowledged))
    return told


def run(*tasks):
    """Does them at the same time, each in a process of its own, and gives what each returns."""
    with concurrent.futures.ProcessPoolExecutor(len(tasks)) as processes:
        return [running.result() for running in [processes.submit(*task) for task in tasks]]


def percentile_99(delays):
    return sorted(delays)[int(len(delays) * 0.99)] * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8)
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
        alone, busy, logged, changes, failures = [], [], [], [], 0
        for _ in range(options.rounds):
            questions = (ask, server.port, options.questions, options.seconds)
            ((delays, failed),) = run(questions)
            alone.append(percentile_99(delays))
            failures += failed
            (delays, failed), rate, told = run(
                questions,
                (log, server.port, token, [station["id"] for station in stations], options.visits, options.seconds),
                (change, server.port, token, changing, options.seconds))
            busy.append(percentile_99(delays))
            failures += failed
            logged.append(rate)
            changes += told
        print(json.dumps({
            "p99_ms": [round(one, 2) for one in alone], "p99_ms_while_writing": [round(one, 2) for one in busy],
            "ratio": round(statistics.median(busy) / statistics.median(alone), 2), "no_answer": failures,
            "visits_per_s": [round(rate) for rate in logged],
            "acknowledged_after_ms": round(statistics.median(one for one, _ in changes) * 1000, 1),
            "seen_after_ms": [round(of(one for _, one in changes) * 1000, 1) for of in (statistics.median, max)],
        }))
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

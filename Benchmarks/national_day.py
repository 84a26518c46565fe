#!/usr/bin/env python3
"""A day of the whole country in one database: 2.3 million person-visits at 186,100 stations, over HTTP.

Serves the stations of a file (`fixtures/national/generate.py` makes the country's), and logs a day's visits in arrays of
100, as fast as they are taken, each array on disk before it is acknowledged; a few stations have most of the visits.
Then the server is stopped, the visits are counted anew (`yizhan db check`), and the server started again. Prints a line of
JSON: visits and people, visits a second, bytes of the database for each visit and of all, the seconds of the check, and
of the start to the first answer; memory at the start and after the day.

    python3 Benchmarks/national_day.py STATIONS.csv [--share 0.25]

With a share the day has so much of its visits.
"""

import argparse, http.client, itertools, json, os, random, shutil, subprocess, sys, tempfile, threading, time
import urllib.error, urllib.request

from serving import BUILT, admin_token, imported, started
from visits_vs_sqlite import GROUPS, uuid7

PEOPLE_A_DAY, PEOPLE_A_VISIT, ARRAY, CONNECTIONS = 2_300_000, 1.38, 100, 4
PEOPLE, PEOPLE_WEIGHTS = [1, 2, 3, 4], [75, 15, 7, 3]
NEAREST = "/v1/stations/nearest?lat=35.5531&lon=116.7836"


def bodies(stations, count, day, generator):
    """A day's visits, an array after another, in the order of their times."""
    # As with cities and villages: the visits of a station fall with its rank.
    weights = list(itertools.accumulate(1 / (100 + rank) for rank in range(len(stations))))
    generator.shuffle(stations)
    services = [["water"], ["water", "microwave"], ["phone_charging"], ["seating"], []]
    made = 0
    while made < count:
        size = min(ARRAY, count - made)
        array = []
        for station in generator.choices(stations, cum_weights=weights, k=size):
            at = day + 86_400 * made // count
            made += 1
            number = f"{uuid7(at * 1000, generator):032x}"
            array.append({
                "id": f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}",
                "station_id": station, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)),
                "group": generator.choice(GROUPS), "people": generator.choices(PEOPLE, PEOPLE_WEIGHTS)[0],
                "services": generator.choice(services)})
        yield json.dumps(array, separators=(",", ":")).encode(), size, sum(visit["people"] for visit in array)


def log(port, token, source):
    """Posts all by a few connections; visits and people that were acknowledged."""
    lock, totals, faults = threading.Lock(), [0, 0], []

    def post():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        while not faults:
            with lock:
                body, visits, people = next(source, (None, 0, 0))
            if body is None:
                return
            connection.request("POST", "/v1/visits", body, headers)
            answer = connection.getresponse()
            said = answer.read()
            if said.count(b'"created"') != visits:
                return faults.append(said[:400])
            with lock:
                totals[0] += visits
                totals[1] += people

    threads = [threading.Thread(target=post) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(str(faults[0]))
    return totals


def resident_mb(server):
    with open(f"/proc/{server.process.pid}/status") as status:
        return round(int(next(line for line in status if line.startswith("VmRSS")).split()[1]) / 1024)


def database_bytes(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder) if "sqlite" in name)


def start(yizhan, database):
    """A server of the database that is there, and the seconds to its first answer."""
    begin = time.perf_counter()
    server = started(yizhan, database)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{NEAREST}").read()
            return server, time.perf_counter() - begin
        except urllib.error.HTTPError:
            time.sleep(0.002)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--share", type=float, default=1)
    parser.add_argument("--folder", default=os.getcwd(), help="on the disk to be measured; the present one without it")
    options = parser.parse_args()
    folder, generator = tempfile.mkdtemp(dir=options.folder), random.Random(1)
    command = lambda *arguments: subprocess.run(
        [options.yizhan, *arguments, "--db", database], check=True, capture_output=True, text=True)
    try:
        database = imported(options.yizhan, options.stations, folder)
        token = admin_token(options.yizhan, database)
        ids = [row.split(",", 1)[0] for row in command(
            "station", "export", "--format", "csv").stdout.splitlines()[1:] if ",active," in row]
        before = database_bytes(folder)
        starts = []
        for _ in range(3):
            server, seconds = start(options.yizhan, database)
            starts.append(seconds)
            if len(starts) < 3:
                server.stop()
        resident = resident_mb(server)
        count = int(PEOPLE_A_DAY / PEOPLE_A_VISIT * options.share)
        day = int(time.time()) // 86_400 * 86_400 - 86_400
        begin = time.perf_counter()
        visits, people = log(server.port, token, bodies(ids, count, day, generator))
        elapsed = time.perf_counter() - begin
        later = resident_mb(server)
        server.stop()
        after = database_bytes(folder)
        begin = time.perf_counter()
        checked = command("db", "check")
        check = time.perf_counter() - begin
        server, again = start(options.yizhan, database)
        server.stop()
        print(json.dumps({
            "stations": len(ids), "visits": visits, "people": people, "visits_per_s": round(visits / elapsed),
            "database_mb": [round(size / 1e6, 1) for size in (before, after)],
            "bytes_per_visit": round((after - before) / visits, 1), "check_s": round(check, 1),
            "check": checked.stderr.strip(), "start_s": [round(one, 2) for one in starts],
            "start_after_the_day_s": round(again, 2), "resident_mb": [resident, later],
        }))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Durable visits a second: yizhan's server beside Python's sqlite3, in one run on one disk.

The baseline commits each visit by itself, with synchronous=FULL, into the same table with the same indexes in a
database that yizhan made. The server gets the same visits by HTTP, singly from 64 connections, and in arrays of 100;
each is counted when it was acknowledged. The rounds alternate; the medians are compared.

    python3 Benchmarks/visits_vs_sqlite.py [--program .build/release/yizhan] [--folder DIR] [--rounds 3] [--seconds 3]
"""

import argparse, json, os, random, select, shutil, signal, socket, sqlite3, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GROUPS = ["delivery", "express", "transport", "livestream"]


def uuid7(now_ms, generator):
    bits = generator.getrandbits(128)
    bits = (now_ms << 80) | (bits & ((1 << 80) - 1))
    bits = bits & ~(0xF << 76) | (7 << 76)
    bits = bits & ~(3 << 62) | (2 << 62)
    return bits


def visits(stations, generator):
    """Visits without end: (id, station, at, group, people)."""
    now = int(time.time())
    while True:
        yield (
            uuid7(now * 1000 + generator.randrange(1000), generator), generator.choice(stations),
            now - generator.randrange(86400), generator.choice(GROUPS), generator.randint(1, 3))


def text(visit):
    digits = f"{visit[0]:032x}"
    uuid = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(visit[2]))
    return json.dumps(
        {"id": uuid, "station_id": visit[1], "at": at, "group": visit[3], "people": visit[4], "services": ["water"]},
        separators=(",", ":"))


def request(body, token):
    return (
        f"POST /v1/visits HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


def baseline(path, source, seconds):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("INSERT OR IGNORE INTO author (number, name) VALUES (1, 'owner')")
    insert = (
        "INSERT INTO visit (id, station_id, at, worker_group, people, services, recorded_at, author) "
        "VALUES (?,?,?,?,?,?,?,1)")
    services = (1).to_bytes(16, "little")
    ready = [
        (v[0].to_bytes(16, "big"), v[1], v[2], v[3], v[4], services, v[2] * 1000)
        for v, _ in zip(source, range(int(20000 * seconds)))]
    begin, count = time.perf_counter(), 0
    for row in ready:
        database.execute(insert, row)
        count += 1
        if time.perf_counter() - begin > seconds:
            break
    elapsed = time.perf_counter() - begin
    database.close()
    return count / elapsed


def server(port, token, source, seconds, connections, size):
    """Posts from connections that each wait for their answer; returns acknowledged visits a second."""
    count = int(40000 * seconds / size) + connections
    bodies = []
    for _ in range(count):
        batch = [text(next(source)) for _ in range(size)]
        bodies.append(request(batch[0] if size == 1 else "[" + ",".join(batch) + "]", token))
    poll, sockets, waiting = select.epoll(), {}, iter(bodies)
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets[one.fileno()] = [one, b""]
        poll.register(one, select.EPOLLIN)
    begin, acknowledged = time.perf_counter(), 0
    for one, _ in sockets.values():
        one.sendall(next(waiting))
    running, times, sent_at = connections, [], {number: time.perf_counter() for number in sockets}
    while running:
        for number, _ in poll.poll():
            entry = sockets[number]
            entry[1] += entry[0].recv(262144)
            head = entry[1].find(b"\r\n\r\n")
            if head < 0:
                continue
            at = entry[1].lower().find(b"content-length:")
            length = int(entry[1][at + 15 : entry[1].index(b"\r", at)])
            if len(entry[1]) < head + 4 + length:
                continue
            if size == 1:
                assert entry[1].startswith(b"HTTP/1.1 201"), entry[1][:400]
            else:
                assert entry[1].count(b'"created"') == size, entry[1][:400]
            acknowledged += size
            now = time.perf_counter()
            times.append(now - sent_at[number])
            entry[1] = b""
            body = next(waiting, None) if now - begin < seconds else None
            if body is None:
                running -= 1
                continue
            sent_at[number] = now
            entry[0].send(body) if len(body) < 60000 else entry[0].sendall(body)
    elapsed = time.perf_counter() - begin
    for one, _ in sockets.values():
        one.close()
    times.sort()
    return acknowledged / elapsed, times[int(len(times) * 0.99)] * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/yizhan"))
    parser.add_argument("--folder", default=os.getcwd(), help="on the disk to be measured; the present one without it")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--port", type=int, default=8479)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="yizhan-visits-", dir=options.folder)
    generator = random.Random(1)
    fixture = os.path.join(ROOT, "fixtures/yanzhou/stations.csv")

    def made(name):
        path = os.path.join(folder, name)
        subprocess.run(
            [options.program, "station", "import", fixture, "--db", path], check=True, stderr=subprocess.DEVNULL)
        return path

    plain, served = made("baseline.sqlite"), made("served.sqlite")
    stations = [row[0] for row in sqlite3.connect(plain).execute("SELECT id FROM station")]
    source = visits(stations, generator)
    token = subprocess.run(
        [options.program, "token", "create", "--role", "admin", "--db", served], check=True, capture_output=True,
        text=True).stdout.strip()
    process = subprocess.Popen(
        [options.program, "serve", "--db", served, "--port", str(options.port)], stderr=subprocess.PIPE,
        env={**os.environ, "YIZHAN_LIMITS_TOKEN_WRITES_PER_SECOND": "1000000",
             "YIZHAN_LIMITS_TOKEN_WRITES_BURST": "1000000"})
    process.stderr.readline()
    rates = {"sqlite3": [], "single": [], "arrays": []}
    slowest = []
    try:
        for _ in range(options.rounds):
            rates["sqlite3"].append(baseline(plain, source, options.seconds))
            rate, p99 = server(options.port, token, source, options.seconds, 64, 1)
            rates["single"].append(rate)
            slowest.append(p99)
            rates["arrays"].append(server(options.port, token, source, options.seconds, 8, 100)[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(
        json.dumps(
            {
                "sqlite3_per_s": round(medians["sqlite3"]), "single_per_s": round(medians["single"]),
                "arrays_per_s": round(medians["arrays"]), "single_p99_ms": round(statistics.median(slowest), 1),
                "single_ratio": round(medians["single"] / medians["sqlite3"], 2),
                "arrays_ratio": round(medians["arrays"] / medians["sqlite3"], 2),
            }))


if __name__ == "__main__":
    sys.exit(main())

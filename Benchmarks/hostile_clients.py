#!/usr/bin/env python3
"""What hostile clients do to an ordinary one: slow headers, slow bodies, slow reading, silence, and bodies that are too
much.

Starts `yizhan serve` on a copy of the sample stations, measures the answers to an ordinary client alone, then while each
attack goes on, and prints a line of JSON for each: the 99th percentile, its ratio to the one before and to that of
another server that is not attacked meanwhile, after how many seconds the last of the attacker's connections was closed,
and the memory before and afterwards. Attacks are bounded and go to this machine alone. Needs slowhttptest (Debian) for
the slow ones.

usage: hostile_clients.py [--yizhan PROGRAM] [--connections 1000] [--only NAME]…
"""
import argparse
import http.client
import json
import multiprocessing
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
QUESTION = "/v1/stations/nearest?lat=35.5531&lon=116.7836&limit=5"


class Server:
    """`yizhan serve` in a folder of its own."""

    def __init__(self, program, environment=None):
        self.folder = tempfile.mkdtemp()
        self.database = os.path.join(self.folder, "yizhan.sqlite")
        self.program = program
        subprocess.run([program, "station", "import", PROJECT / "fixtures/yanzhou/stations.csv", "--db", self.database],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--db", self.database], stderr=subprocess.PIPE, text=True,
            env={**os.environ, "LANG": "C.UTF-8", **(environment or {})})
        line = self.process.stderr.readline()
        self.port = int(line.rstrip().rsplit(":", 1)[1])
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def token(self, role):
        answer = subprocess.run([self.program, "token", "create", "--role", role, "--db", self.database],
                                check=True, capture_output=True, text=True)
        return answer.stdout.splitlines()[0]

    @property
    def resident_kb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

    @property
    def greatest_kb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(next(line for line in status if line.startswith("VmHWM")).split()[1])

    def forget_greatest(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as refs:
            refs.write("5")

    @property
    def descriptors(self):
        """How many it has open, of all kinds: quickly found out."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def connections(self):
        """Those that the server has open at its port; to find out takes it and the client time, too."""
        inodes = set()
        for number in os.listdir(f"/proc/{self.process.pid}/fd"):
            try:
                target = os.readlink(f"/proc/{self.process.pid}/fd/{number}")
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
        count = 0
        with open("/proc/net/tcp") as table:
            for line in list(table)[1:]:
                fields = line.split()
                if int(fields[1].split(":")[1], 16) == self.port and fields[3] != "0A" and fields[9] in inodes:
                    count += 1
        return count

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        shutil.rmtree(self.folder)


def ask(port, is_done, results):
    """Asks a hundred times a second by one connection until it is told to stop; leaves the times and the failures."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    times, failures = [], 0
    while not is_done.is_set():
        start = time.perf_counter()
        try:
            connection.request("GET", QUESTION)
            answer = connection.getresponse()
            answer.read()
            failures += answer.status != 200
        except OSError:
            failures += 1
            connection.close()
        times.append(time.perf_counter() - start)
        time.sleep(max(0, 0.01 - (time.perf_counter() - start)))
    connection.close()
    results.put((times, failures))


class OrdinaryClient:
    """A process of its own: what this one does meanwhile would count as delay of the answers."""

    def __init__(self, port):
        self.is_done, self.results, self.failures = multiprocessing.Event(), multiprocessing.Queue(), 0
        self.process = multiprocessing.Process(target=ask, args=(port, self.is_done, self.results), daemon=True)
        self.process.start()

    def finish(self):
        """The 99th percentile of the delays, milliseconds."""
        self.is_done.set()
        times, self.failures = self.results.get()
        self.process.join()
        return sorted(times)[int(len(times) * 0.99)] * 1000


def slowhttptest(*options):
    def attack(port, count):
        path = {"-B": "/v1/stations/YZ-0001/check-ins", "-X": "/v1/stations?limit=1000"}.get(options[0], QUESTION)
        subprocess.run(
            # On another machine it would take nothing of this one's processors.
            ["chrt", "--idle", "0", "slowhttptest", "-c", str(count), "-r", "400", "-l", "45",
             "-u", f"http://127.0.0.1:{port}{path}", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return attack


def silence(port, count):
    """Connections on which nothing is said."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    time.sleep(35)
    for each in sockets:
        each.close()


SLOW = {
    "slow headers": slowhttptest("-H", "-i", "5"),
    "slow bodies": slowhttptest("-B", "-i", "5", "-s", "8192", "-x", "10", "-f", "application/json"),
    "slow reading": slowhttptest("-X", "-w", "256", "-y", "512", "-n", "5", "-z", "16", "-k", "3"),
    "silence": silence,
}


def measure_slow(program, name, attack, count):
    # What an attack costs this machine, its own programs and the kernel, an ordinary client of a server feels too that
    # is not attacked.
    server, elsewhere = Server(program), Server(program)
    client = OrdinaryClient(server.port)
    time.sleep(10)
    before, memory = client.finish(), server.resident_kb
    client, other = OrdinaryClient(server.port), OrdinaryClient(elsewhere.port)
    time.sleep(0.5)
    attacker = threading.Thread(target=attack, args=(server.port, count), daemon=True)
    start, most, closed, others = time.monotonic(), 0, None, server.descriptors
    attacker.start()
    while time.monotonic() - start < 60:
        open_now = server.descriptors - others
        most = max(most, open_now)
        if most > count / 2 and open_now < 10 and server.connections <= 1:
            closed = time.monotonic() - start
            break
        time.sleep(0.25)
    during, at_other = client.finish(), other.finish()
    attacker.join()
    time.sleep(1)
    print(json.dumps({
        "attack": name, "connections": most, "p99_ms_before": round(before, 2), "p99_ms_during": round(during, 2),
        "p99_ms_elsewhere": round(at_other, 2), "ratio": round(during / before, 2),
        "ratio_to_elsewhere": round(during / at_other, 2), "failures": client.failures + other.failures,
        "all_closed_after_s": closed and round(closed, 1), "memory_kb_before": memory,
        "memory_kb_after": server.resident_kb}), flush=True)
    server.stop()
    elsewhere.stop()


def chunks(prefix, piece, total):
    """A body of some bytes that is made as it is sent; an empty chunk would end it."""
    if prefix:
        yield prefix
    for _ in range(total // len(piece)):
        yield piece


def exchange(port, method, path, headers, body, length=None):
    """The status of the answer, which may come before the body is sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    lines = [f"{method} {path} HTTP/1.1", "Host: a"] + [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked")
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())

    def send():
        try:
            for piece in body:
                connection.sendall(piece if length is not None else b"%x\r\n%s\r\n" % (len(piece), piece))
            if length is None:
                connection.sendall(b"0\r\n\r\n")
        except OSError:
            pass

    threading.Thread(target=send, daemon=True).start()
    answer = b""
    try:
        while b"\r\n" not in answer:
            more = connection.recv(65536)
            if not more:
                break
            answer += more
    except OSError:
        pass
    connection.close()
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else None


def hostile_bodies():
    json_type, geojson, csv = "application/json", "application/geo+json", "text/csv"
    point = b'{"type":"Feature","geometry":{"type":"Point","coordinates":[116.7836,35.5531]},"properties":{}},'
    points = (b'{"type":"FeatureCollection","features":[', point * 100, len(point) * 1_000_000)
    hundred = (b"[", b" " * 65536, 100 << 20)
    deep = (b"", b"[" * 1000, 100_000)
    wild = (b'{"station_id":"\xff\xfe', b"\x80" * 100, 100)
    for call, kind in [("POST /v1/visits", json_type), ("POST /v1/visits", "application/x-ndjson"), ("POST /v1/visits", csv),
                       ("POST /v1/stations/YZ-0001/check-ins", json_type), ("POST /v1/stations/import", geojson),
                       ("POST /v1/stations/import", csv), ("PUT /v1/stations/NEW", json_type),
                       ("POST /v1/usage/coverage", geojson), ("POST /v1/usage/coverage", csv),
                       ("POST /v1/admin/holidays", csv), ("POST /v1/admin/tokens", json_type)]:
        for name, (prefix, piece, total) in [("100 MB", hundred), ("nested 100,000 deep", deep),
                                             ("a million points", points), ("invalid UTF-8", wild)]:
            for is_known in (True, False):
                yield f"{call} {kind} {name}{'' if is_known else ' in chunks'}", call, kind, prefix, piece, total, is_known


def measure_bodies(program):
    server = Server(program, {"YIZHAN_LIMITS_TOKEN_WRITES_BURST": "100000", "YIZHAN_LIMITS_WRITES_BURST": "100000"})
    token = server.token("admin")
    exchange(server.port, "GET", QUESTION, {}, [], 0)
    worst, wrong = 0, []
    for authorization in ({}, {"Authorization": f"Bearer {token}"}):
        for name, call, kind, prefix, piece, total, is_known in hostile_bodies():
            method, path = call.split()
            server.forget_greatest()
            start = server.resident_kb
            size = len(prefix) + total // len(piece) * len(piece)
            started = time.monotonic()
            status = exchange(server.port, method, path, {"Content-Type": kind, **authorization},
                              chunks(prefix, piece, total), size if is_known else None)
            more = server.greatest_kb - start
            worst = max(worst, more)
            if status is None or not 400 <= status < 500 or more > 32 << 10:
                print(json.dumps({"body": name, "token": bool(authorization), "status": status, "more_kb": more,
                                  "s": round(time.monotonic() - started, 1)}, ensure_ascii=False), flush=True)
                wrong.append({"body": name, "token": bool(authorization), "status": status, "more_kb": more})
    for path in ["/%00", "/v1/stations/%00", "/v1/stations/..%2f..%2fetc%2fpasswd", "/../../etc/passwd", "/v1/../v1/x",
                 "/v1/stations?q=%ff%fe", "/v1/stations?town=%00", "/v1/stations/nearest?lat=35&lon=116&radius_m=1e999",
                 "/ogc/collections/stations/items/%c0%af", "/pages/../../etc/passwd", "/pages/%2e%2e/x"]:
        status = exchange(server.port, "GET", path, {}, [], 0)
        if status is None or not 400 <= status < 500:
            wrong.append({"path": path, "status": status})
    print(json.dumps({"attack": "bodies", "worst_more_kb": worst, "memory_kb": server.resident_kb, "wrong": wrong},
                     ensure_ascii=False), flush=True)
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--yizhan", default=str(PROJECT / ".build/release/yizhan"))
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--only", action="append", choices=[*SLOW, "bodies"])
    arguments = parser.parse_args()
    for name in arguments.only or [*SLOW, "bodies"]:
        if name == "bodies":
            measure_bodies(arguments.yizhan)
        else:
            measure_slow(arguments.yizhan, name, SLOW[name], arguments.connections)


if __name__ == "__main__":
    sys.exit(main())

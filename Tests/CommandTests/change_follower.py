"""Writes to a directory at random while a follower keeps a copy by the change feed, and compares the two at the end.

usage: change_follower.py SOCKET PORT SECONDS SEED

Several writers put, change and retire stations over the owner's socket, some of the writes at the same station. The
follower asks the port for what has changed, as a phone does: it follows `next` to the last page and goes on from its
revision. When the writers are done, and the follower has seen the last of their revisions, what it holds must be what a
new follower gets from revision 0, byte for byte; and each revision must have come once, in order. Prints one JSON object
with what was done, and `faults`, which must be empty.
"""
import http.client
import json
import random
import socket
import sys
import threading
import time


class OwnerConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Writer(threading.Thread):
    def __init__(self, path, number, until, seed):
        super().__init__(daemon=True)
        self.connection, self.number, self.until = OwnerConnection(path), number, until
        self.random = random.Random(f"{seed} {number}")
        self.counts, self.faults = {}, []

    def run(self):
        while time.monotonic() < self.until:
            self.write()
        self.connection.close()

    def write(self):
        station = f"F-{self.random.randrange(200):03}"
        kind = self.random.choices(["PUT", "PATCH", "DELETE"], [5, 4, 1])[0]
        place = {"lat": round(self.random.uniform(35.4, 35.7), 7), "lon": round(self.random.uniform(116.6, 117), 7)}
        headers, body = {}, None
        if kind == "PUT":
            headers = {"Content-Type": "application/json", "If-None-Match": "*"}
            body = {"name": f"站 {self.random.random()}", "amenities": self.random.sample(["water", "microwave", "wifi"], 2), **place}
            if self.random.random() < 0.7:
                tag = self.tag(station)
                if tag:
                    headers = {"Content-Type": "application/json", "If-Match": tag}
        elif kind == "PATCH":
            headers = {"Content-Type": "application/merge-patch+json"}
            body = self.random.choice([place, {"capacity": self.random.randrange(1, 99)}, {"phone": None},
                                       {"status": self.random.choice(["active", "suspended"]), "status_reason": "雨"}])
            if body.get("status") == "active":
                body["status_reason"] = None
        status = self.exchange(kind, f"/v1/stations/{station}", headers, body)[0]
        self.counts[f"{kind} {status}"] = self.counts.get(f"{kind} {status}", 0) + 1
        if status >= 500 or status == 429:
            self.faults.append(f"{kind} {station}: {status}")

    def tag(self, station):
        status, headers, _ = self.exchange("GET", f"/v1/stations/{station}", {}, None)
        return headers.get("ETag") if status == 200 else None

    def exchange(self, method, path, headers, body):
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()


class Follower:
    """Keeps the text of each station, as it came."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.stations, self.retired = {}, set()
        self.since, self.seen, self.faults, self.pages = 0, [], [], 0

    def follow(self, limit):
        path = f"/v1/stations/changes?since={self.since}&limit={limit}"
        while path:
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                self.faults.append(f"{path}: {answer.status} {body[:200]}")
                return
            page = json.loads(body)
            self.pages += 1
            for change in page["changes"]:
                self.take(change)
            self.since, path = page["revision"], page.get("next")

    def take(self, change):
        revision = change["revision"]
        if self.seen and revision <= self.seen[-1]:
            self.faults.append(f"revision {revision} came after {self.seen[-1]}")
        self.seen.append(revision)
        if "station" in change:
            text = json.dumps(change["station"], ensure_ascii=False)
            self.stations[change["station"]["id"]] = text
            self.retired.discard(change["station"]["id"])
        else:
            self.stations.pop(change["retired"], None)
            self.retired.add(change["retired"])

    @property
    def copy(self):
        return "\n".join(self.stations[key] for key in sorted(self.stations)).encode()


def directory(port):
    """What the directory itself says of the stations that are not retired, without what holds for the moment only."""
    connection, path, stations = http.client.HTTPConnection("127.0.0.1", port), "/v1/stations?limit=1000&status=any", {}
    while path:
        connection.request("GET", path)
        page = json.loads(connection.getresponse().read())
        for station in page["stations"]:
            if station["status"] != "retired":
                stations[station["id"]] = {key: value for key, value in station.items()
                                           if key not in ("open", "staffed", "changes_at")}
        path = page.get("next")
    return stations


def main(path, port, seconds, seed):
    until = time.monotonic() + seconds
    writers = [Writer(path, number, until, seed) for number in range(3)]
    follower, chance = Follower(port), random.Random(seed)
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        follower.follow(chance.choice([1, 7, 100, 1000]))
    follower.follow(1000)
    anew = Follower(port)
    anew.follow(1000)
    faults = follower.faults + anew.faults + [fault for writer in writers for fault in writer.faults]
    if follower.copy != anew.copy:
        faults.append("the follower's copy is not what a new one gets")
    if follower.since != anew.since:
        faults.append(f"the follower is at {follower.since}, the directory at {anew.since}")
    present = directory(port)
    if {key: json.loads(text) for key, text in follower.stations.items()} != present:
        faults.append("the follower's copy is not the directory")
    counts = {}
    for writer in writers:
        for key, count in writer.counts.items():
            counts[key] = counts.get(key, 0) + count
    print(json.dumps({"writes": counts, "pages": follower.pages, "changes": len(follower.seen), "revision": follower.since,
                      "stations": len(follower.stations), "bytes": len(follower.copy), "faults": faults[:20]}))


main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])

"""kill -9 in the middle of everything: visits singly and in arrays, files of visits and of stations, voids, and changes.

After each kill nothing that was acknowledged is lost or there twice, a file is there whole or not at all, each station is as
it was last acknowledged (or as the one request says that was not answered), the database is whole and its statistics equal
a recount. A follower of the change feed goes on over all the kills: it must hold in the end what a new one gets.

usage: crash.py [ROUNDS]
"""

import csv, json, random, sqlite3, threading, time, uuid

from torture import STATIONS, Broken, Folder, Server, Visits, expect, run

# Stations that are changed one by one, and those that files change.
SINGLE, FILED = range(10, 40), range(40, 140)


class Load:
    """What is written to a server until it is gone."""

    def __init__(self, visits):
        self.visits, self.files, self.voided, self.asked_to_void = visits, {}, set(), set()
        # Of each station what is acknowledged, and what may have become of a request that was not answered.
        self.capacity, self.unsure = {}, {}
        # The same of files of stations: each writes its number into every one of its stations.
        self.imports, self.imported, self.unsure_import = 0, {}, (0, [])
        with open(STATIONS, newline="") as file:
            self.stations = {row["id"]: row for row in csv.DictReader(file)}
        self.counts = {"files": 0, "imports": 0, "voids": 0, "changes": 0}
        self.headers = visits.headers

    def log(self, server, size):
        while self.visits.log(server, size, f"YZ-{size:04}") is not None:
            pass

    def log_file(self, server):
        while True:
            ids = [str(uuid.uuid4()) for _ in range(40)]
            file = "id,station_id,group\n" + "".join(f"{id},YZ-0002,express\n" for id in ids)
            with self.visits.lock:
                self.visits.sent.update(ids)
                self.files[ids[0]] = ids
            answer = server.ask("POST", "/v1/visits", file, {**self.headers, "Content-Type": "text/csv"})
            if answer is None:
                return
            expect(answer[0] == 200, f"a file of visits is answered by {answer}")
            with self.visits.lock:
                self.visits.acknowledged.update(ids)
                self.counts["files"] += 1

    def void(self, server, generator):
        while server.is_up:
            with self.visits.lock:
                open_ones = list(self.visits.acknowledged - self.asked_to_void)
            if not open_ones:
                time.sleep(0.005)
                continue
            id = generator.choice(open_ones)
            self.asked_to_void.add(id)
            answer = server.ask("POST", f"/v1/visits/{id}/void", json.dumps({"reason": "counted twice"}), self.headers)
            if answer is None:
                return
            expect(answer[0] == 200, f"a void is answered by {answer}")
            self.voided.add(id)
            self.counts["voids"] += 1

    def change(self, server, generator):
        while True:
            station, capacity = f"YZ-{generator.choice(SINGLE):04}", generator.randrange(1, 999)
            self.unsure[station] = capacity
            answer = server.ask(
                "PATCH", f"/v1/stations/{station}", json.dumps({"capacity": capacity}),
                {**self.headers, "Content-Type": "application/merge-patch+json"})
            if answer is None:
                return
            expect(answer[0] == 200, f"a change is answered by {answer}")
            self.capacity[station] = capacity
            del self.unsure[station]
            self.counts["changes"] += 1

    def import_stations(self, server, generator):
        while True:
            self.imports += 1
            number, stations = self.imports, [f"YZ-{one:04}" for one in generator.sample(FILED, 60)]
            rows = [self.stations[station] for station in stations]
            file = "id,name,lat,lon,capacity\n" + "".join(
                f"{row['id']},{row['name']} {number},{row['lat']},{row['lon']},{number}\n" for row in rows)
            self.unsure_import = (number, stations)
            answer = server.ask("POST", "/v1/stations/import", file.encode(), {**self.headers, "Content-Type": "text/csv"})
            if answer is None:
                return
            expect(answer[0] == 200, f"a file of stations is answered by {answer}")
            self.imported.update((station, number) for station in stations)
            self.unsure_import = (0, [])
            self.counts["imports"] += 1

    def run(self, server, generator):
        """Starts everything; the threads, and the faults they find."""
        faults = []

        def guarded(task, *arguments):
            try:
                task(*arguments)
            except Broken as broken:
                faults.append(str(broken))

        tasks = [(self.log, 1), (self.log, 1), (self.log, 10), (self.log_file,), (self.void, generator),
                 (self.change, generator), (self.import_stations, generator)]
        threads = [threading.Thread(target=guarded, args=(task, server, *rest)) for task, *rest in tasks]
        for thread in threads:
            thread.start()
        return threads, faults

    def check(self, database):
        """Of a database that no one has open."""
        self.visits.check(database)
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            kept = {str(uuid.UUID(bytes=id)): voided for id, voided in connection.execute(
                "SELECT id, voided_at FROM visit")}
            stations = {id: (name, capacity) for id, name, capacity in connection.execute(
                "SELECT id, name, capacity FROM station")}
        connection.close()
        for first, ids in self.files.items():
            there = sum(id in kept for id in ids)
            expect(there in (0, len(ids)), f"of a file of {len(ids)} visits {there} are there")
        lost = [id for id in self.voided if kept.get(id) is None]
        expect(not lost, f"{len(lost)} voids are lost")
        wrong = [id for id, voided in kept.items() if voided is not None and id not in self.asked_to_void]
        expect(not wrong, f"{len(wrong)} visits are void that no one took back")
        for station, capacity in self.capacity.items():
            found = stations[station][1]
            expect(found in (capacity, self.unsure.get(station, capacity)),
                   f"{station} has the capacity {found}, not {capacity}")
            self.capacity[station] = found
        self.unsure.clear()
        self.check_imports(stations)

    def check_imports(self, stations):
        def is_of(station, number):
            row = self.stations[station]
            old = (row["name"], int(row["capacity"]) if row["capacity"] else None)
            return stations[station] == ((f"{row['name']} {number}", number) if number else old)

        number, last = self.unsure_import
        there = sum(is_of(station, number) for station in last)
        expect(there in (0, len(last)), f"of a file of {len(last)} stations {there} are there")
        if there:
            self.imported.update((station, number) for station in last)
        self.unsure_import = (0, [])
        for station in (f"YZ-{one:04}" for one in FILED):
            number = self.imported.get(station)
            expect(is_of(station, number), f"{station} is {stations[station]}, not as file {number} has it")


class Follower:
    """Keeps a copy of the directory by its changes."""

    def __init__(self):
        self.stations, self.since = {}, 0

    def follow(self, server):
        path = f"/v1/stations/changes?since={self.since}&limit=100"
        while path:
            answer = server.ask("GET", path)
            if answer is None:
                return
            status, body = answer
            if status == 503:  # it is loading still
                time.sleep(0.01)
                continue
            expect(status == 200, f"{path} is answered by {status}")
            page = json.loads(body)
            for change in page["changes"]:
                expect(change["revision"] > self.since, f"revision {change['revision']} came after {self.since}")
                if "station" in change:
                    self.stations[change["station"]["id"]] = change["station"]
                else:
                    self.stations.pop(change["retired"], None)
            self.since, path = page["revision"], page.get("next")


def main(rounds):
    generator, follower = random.Random(11), Follower()
    with Folder() as place:
        load = Load(Visits(place.token))
        for round in range(rounds):
            server = Server(place.database)
            expect(server.is_up, f"round {round}: it does not start: {server.said}")
            follower.follow(server)
            threads, faults = load.run(server, generator)
            time.sleep(generator.uniform(0.03, 0.3))
            follower.follow(server)
            server.process.kill()
            for thread in threads:
                thread.join()
            server.end()
            expect(not faults, f"round {round}: {faults}")
            load.check(place.database)
        server = Server(place.database)
        expect(server.is_up, server.said)
        follower.follow(server)
        anew = Follower()
        anew.follow(server)
        expect(follower.since == anew.since and follower.stations == anew.stations, "the follower's copy is another")
        expect(server.end() == 0, server.said)
        load.check(place.database)
    print(f"{rounds} kills: {len(load.visits.acknowledged)} visits acknowledged of {len(load.visits.sent)} sent, "
          + ", ".join(f"{count} {what}" for what, count in load.counts.items()) + ": none lost or twice")


if __name__ == "__main__":
    run(main, 10)

"""kill -9 in the middle of everything: visits singly and in arrays, files of visits, voids, and changes of stations.

After each kill nothing that was acknowledged is lost or there twice, a file is there whole or not at all, each station is as
it was last acknowledged (or as the one request says that was not answered), the database is whole and its statistics equal
a recount. A follower of the change feed goes on over all the kills: it must hold in the end what a new one gets.

usage: crash.py [ROUNDS]
"""

import json, random, sqlite3, threading, time, uuid

from torture import Broken, Folder, Server, Visits, expect, run


class Load:
    """What is written to a server until it is gone."""

    def __init__(self, visits):
        self.visits, self.files, self.voided, self.asked_to_void = visits, {}, set(), set()
        # Of each station what is acknowledged, and what may have become of a request that was not answered.
        self.capacity, self.unsure = {}, {}
        self.counts = {"files": 0, "voids": 0, "changes": 0}
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
            station, capacity = f"YZ-{generator.randrange(10, 40):04}", generator.randrange(1, 999)
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

    def run(self, server, generator):
        """Starts everything; the threads, and the faults they find."""
        faults = []

        def guarded(task, *arguments):
            try:
                task(*arguments)
            except Broken as broken:
                faults.append(str(broken))

        tasks = [(self.log, 1), (self.log, 1), (self.log, 10), (self.log_file,), (self.void, generator),
                 (self.change, generator)]
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
            capacities = dict(connection.execute("SELECT id, capacity FROM station"))
        connection.close()
        for first, ids in self.files.items():
            there = sum(id in kept for id in ids)
            expect(there in (0, len(ids)), f"of a file of {len(ids)} visits {there} are there")
        lost = [id for id in self.voided if kept.get(id) is None]
        expect(not lost, f"{len(lost)} voids are lost")
        wrong = [id for id, voided in kept.items() if voided is not None and id not in self.asked_to_void]
        expect(not wrong, f"{len(wrong)} visits are void that no one took back")
        for station, capacity in self.capacity.items():
            found = capacities[station]
            expect(found in (capacity, self.unsure.get(station, capacity)),
                   f"{station} has the capacity {found}, not {capacity}")
            self.capacity[station] = found
        self.unsure.clear()


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
          f"{load.counts['files']} files, {load.counts['voids']} voids, {load.counts['changes']} changes: none lost or twice")


if __name__ == "__main__":
    run(main, 10)

"""Backups while the server is written to, and their restoring: what is in them, what is not, and what a kill may do.

Each backup holds all that was acknowledged before it began and nothing that was never sent; neither the key nor what told
a visitor from others is in it. One that is restored forgets whom the database was told to forget: of their pseudonyms not
even a piece of 8 bytes is left. A restoring that is refused changes nothing; one that is killed, at a random moment or at
a chosen write, sync or renaming, leaves the whole old database or the whole new one. Whoever follows the changes of the
stations is told of all of them after each restoring.

usage: backup.py [ROUNDS]        needs strace
"""

import collections, hashlib, hmac, json, os, random, shutil, signal, sqlite3, subprocess, threading, time, uuid

from crash import Follower
from torture import PROGRAM, Broken, Folder, Server, Visits, command, expect, run

GROUPS = ["delivery", "express", "transport"]
PEOPLE = 120
KILLS = 5
# Where a restoring is killed: at one of the first calls of a kind, in a thread.
CALLS = {"pwrite64": 90, "fdatasync": 5, "ftruncate": 5, "fsync": 2, "link": 1, "rename": 1, "unlink": 6, "rmdir": 2}


class Load:
    """What is written while backups are made."""

    def __init__(self, place, generator):
        self.place, self.generator, self.visits = place, generator, Visits(place.token)
        # No text of a database looks like this by chance.
        self.mark = f"card {uuid.uuid4().hex[:12]}"
        self.people = [f"{self.mark}-{number}" for number in range(PEOPLE)]
        self.open, self.asked_to_void, self.voided = collections.deque(), set(), set()
        # Of each station the number that was last sent, and the last acknowledged; they only rise.
        self.renamed, self.names, self.number = {}, {}, 0
        self.stop, self.faults, self.pause = threading.Event(), [], 0

    def begin(self, server):
        self.server = server
        self.stop.clear()
        tasks = [(self.log, 1), (self.log, 1), (self.log, 20), (self.void,), (self.rename,)]
        # Each is held during a request.
        self.busy = [threading.Lock() for _ in tasks]
        self.threads = [
            threading.Thread(target=self.go_on, args=(busy, *task)) for busy, task in zip(self.busy, tasks)]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        expect(not self.faults, f"{self.faults}")

    def go_on(self, busy, task, *arguments):
        try:
            while not self.stop.wait(self.pause):
                with busy:
                    task(*arguments)
        except Broken as broken:
            self.faults.append(str(broken))

    def log(self, size):
        visits = [self.new_visit() for _ in range(size)]
        with self.visits.lock:
            self.visits.sent.update(visit["id"] for visit in visits)
        answer = self.ask("POST", "/v1/visits", visits if size > 1 else visits[0], 200 if size > 1 else 201)
        expect(size == 1 or all(one["result"] == "created" for one in answer["results"]), f"visits: {answer}")
        with self.visits.lock:
            self.visits.acknowledged.update(visit["id"] for visit in visits)
        self.open.append(visits[0]["id"])

    def new_visit(self):
        visit = {"id": str(uuid.uuid4()), "station_id": f"YZ-{self.generator.randrange(1, 90):04}",
                 "group": self.generator.choice(GROUPS), "people": self.generator.randrange(1, 9)}
        return visit | ({"visitor": self.generator.choice(self.people)} if self.generator.random() < 0.8 else {})

    def void(self):
        if not self.open:
            return
        id = self.open.popleft()
        self.asked_to_void.add(id)
        self.ask("POST", f"/v1/visits/{id}/void", {"reason": "counted twice"}, 200)
        self.voided.add(id)

    def rename(self):
        self.number += 1
        station, number = f"YZ-{self.generator.randrange(10, 40):04}", self.number
        self.renamed[station] = number
        self.ask("PATCH", f"/v1/stations/{station}", {"name": f"Point {number}"}, 200)
        self.names[station] = number

    def ask(self, method, path, body, status):
        answer = self.server.ask(method, path, json.dumps(body), self.visits.headers)
        expect(answer and answer[0] == status, f"{method} {path} is answered by {answer}")
        return json.loads(answer[1])

    def leave(self, person):
        """Returns when no visit of this person will come any more."""
        self.people.remove(person)
        for busy in self.busy:
            with busy:
                pass

    def acknowledged(self):
        with self.visits.lock:
            return Acknowledged(set(self.visits.acknowledged), set(self.voided), dict(self.names))


class Acknowledged:
    """All that was acknowledged before a moment."""

    def __init__(self, visits, voided, names):
        self.visits, self.voided, self.names = visits, voided, names

    def check(self, content, load, what):
        """What was acknowledged is there, and what may be there besides was sent."""
        lost = self.visits - content.visits.keys()
        expect(not lost, f"{what}: {len(lost)} acknowledged visits are not in it")
        with load.visits.lock:
            unknown = content.visits.keys() - load.visits.sent
        expect(not unknown, f"{what}: {len(unknown)} visits are in it that no one sent")
        voided = {id for id, visit in content.visits.items() if visit.voided_at is not None}
        expect(self.voided <= voided, f"{what}: {len(self.voided - voided)} acknowledged voids are not in it")
        expect(voided <= load.asked_to_void, f"{what}: visits are void that no one took back")
        for station, number in self.names.items():
            found = int(content.stations[station].removeprefix("Point "))
            expect(number <= found <= load.renamed[station], f"{what}: {station} is number {found}, not {number}")


Visit = collections.namedtuple("Visit", "station_id at worker_group people voided_at visitor")


class Content:
    """What a database holds that no one has open, without changing it."""

    def __init__(self, path):
        source = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        self.visits = {str(uuid.UUID(bytes=id)): Visit(*rest) for id, *rest in source.execute(
            f"SELECT id, {', '.join(Visit._fields)} FROM visit")}
        self.stations = dict(source.execute("SELECT id, name FROM station"))
        source.close()

    def __eq__(self, other):
        return self.visits == other.visits and self.stations == other.stations

    def without(self, visitors):
        for id, visit in self.visits.items():
            if visit.visitor in visitors:
                self.visits[id] = visit._replace(visitor=None)
        return self


def check_database(path, what):
    code, said = command("db", "check", database=path)
    expect(code == 0, f"{what}: db check: {said}")


def state(folder):
    """Of all that has content."""
    return {name: digest(os.path.join(folder, name)) for name in os.listdir(folder)
            if not name.endswith((".lock", ".socket", "-shm"))}


def digest(path):
    if os.path.isdir(path):
        return tuple(sorted(os.listdir(path)))
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Trial:
    """A server that is written to, and the backups that are made of it."""

    def __init__(self, place, generator):
        self.place, self.generator, self.load = place, generator, Load(place, generator)
        self.started = []
        self.server = self.start(place.database)
        with open(place.database + ".key") as file:
            self.key = bytes.fromhex(file.read())
        self.erased, self.counts = {}, collections.Counter()
        self.load.begin(self.server)

    def path(self, name):
        return os.path.join(self.place.path, name)

    def start(self, database):
        server = Server(database)
        self.started.append(server)
        expect(server.is_up, server.said)
        return server

    def end(self):
        try:
            self.load.end()
            expect(self.server.end() == 0, self.server.said)
        finally:
            for server in self.started:
                server.end(by=signal.SIGKILL)

    # Backups

    def back_up(self, name, remotely=False):
        """A backup, which is looked into; where it is."""
        path, before = self.path(name), self.load.acknowledged()
        if remotely:
            outcome = subprocess.run(
                [PROGRAM, "db", "backup", path, "--server", f"http://127.0.0.1:{self.server.port}"], timeout=60,
                capture_output=True, text=True, env={**os.environ, "LANG": "C.UTF-8", "YIZHAN_TOKEN": self.place.token})
            code, said = outcome.returncode, outcome.stdout + outcome.stderr
        else:
            code, said = command("db", "backup", path, database=self.place.database)
        expect(code == 0, f"db backup ends with {code}: {said}")
        self.counts["backups"] += 1
        self.check_secrets(path)
        copy = self.path("copy.sqlite")
        shutil.copy(path, copy)
        check_database(copy, name)
        content = Content(copy)
        before.check(content, self.load, name)
        self.counts["visits in them"] += len(content.visits)
        os.remove(copy)
        return path

    def check_secrets(self, path):
        with open(path, "rb") as file:
            content = file.read()
        for secret, what in [(self.key, "the key"), (self.key.hex().encode(), "the key's text"),
                             (self.key.hex().upper().encode(), "the key's text"), (self.load.mark.encode(), "a visitor")]:
            expect(secret not in content, f"{what} is in {os.path.basename(path)}")
        self.expect_forgotten(path)

    # Erasures

    def pseudonym(self, person):
        return hmac.digest(self.key, person.encode(), "sha256")

    def expect_forgotten(self, path):
        with open(path, "rb") as file:
            content = file.read()
        for person, pseudonym in self.erased.items():
            found = [place for place in range(25) if pseudonym[place:place + 8] in content]
            name = os.path.relpath(path, self.place.path)
            expect(not found, f"of {person}, who was erased, pieces are in {name}, all of it: {pseudonym in content}")

    def erase(self, backup):
        """Erases someone whom a backup knows."""
        known = {visit.visitor for visit in Content(backup).visits.values()}
        people = [person for person in self.load.people if self.pseudonym(person) in known]
        expect(people, "the backup knows no one")
        person = self.generator.choice(people)
        self.load.leave(person)
        code, said = command("visitor", "erase", person, database=self.place.database)
        expect(code == 0 and "from 0 visits" not in said, f"visitor erase: {said}")
        self.erased[person] = self.pseudonym(person)
        self.counts["erased"] += 1

    def second_folder(self):
        """The path of a database that is not there yet, with the key and the erasures of the first."""
        folder = self.path("second")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        for ending in (".key", ".erasures"):
            if os.path.exists(self.place.database + ending):
                shutil.copy(self.place.database + ending, os.path.join(folder, "yizhan.sqlite" + ending))
        return os.path.join(folder, "yizhan.sqlite")

    def restore(self, backup, database, *options, expected=0):
        code, said = command("db", "restore", backup, *options, database=database)
        expect(code == expected, f"db restore {os.path.basename(backup)} ends with {code}, not {expected}: {said}")
        self.counts["restored" if code == 0 else "refused"] += 1
        return said

    def check_restored(self, database, backup):
        """Is the backup but for whom was erased since."""
        self.expect_forgotten(database)
        check_database(database, "the restored database")
        expect(Content(database) == Content(backup).without(set(self.erased.values())), "the restored database is another")

    # What is refused

    def refuse(self, backup, database):
        """Restorings over a database that must leave all as it is."""
        former = state(os.path.dirname(database))

        def expect_refused(file, *options, code, says):
            said = self.restore(file, database, *options, expected=code)
            expect(says in said, f"it says only: {said}")
            changed = dict(state(os.path.dirname(database)).items() ^ former.items())
            expect(not changed, f"{list(changed)} change though it says: {said}")

        expect_refused(backup, code=1, says="--replace")
        expect_refused(self.path("nothing"), "--replace", code=1, says="no file")
        broken = self.path("broken")
        for says, breaks in [("broken", self.cut), ("broken", self.flip), ("broken", lambda path: os.truncate(path, 0))]:
            shutil.copy(backup, broken)
            breaks(broken)
            expect_refused(broken, "--replace", code=65, says=says)
        shutil.copy(backup, broken)
        newer = sqlite3.connect(broken)
        newer.execute("INSERT INTO grdb_migrations VALUES ('99 future')")
        newer.commit()
        newer.close()
        expect_refused(broken, "--replace", code=1, says="newer")
        os.remove(broken)
        server = self.start(database)
        # What it writes of its own accord in the beginning.
        while former != (former := state(os.path.dirname(database))):
            time.sleep(0.3)
        for options in ([], ["--replace"]):
            expect_refused(backup, *options, code=75, says="open")
        expect(server.ask("GET", "/readyz")[0] == 200, "after a restoring that was refused the server is not ready")
        expect(server.end() == 0, server.said)

    def cut(self, path):
        os.truncate(path, self.generator.randrange(1, os.path.getsize(path)))

    def flip(self, path):
        """Changes the kind of a page of a tree, or how many cells it has."""
        with open(path, "r+b") as file:
            content = file.read()
            size = int.from_bytes(content[16:18], "big")
            trees = [place for place in range(size, len(content), size)
                     if content[place] in (2, 5, 10, 13) and content[place + 3:place + 5] != b"\0\0"]
            place = self.generator.choice(trees) + self.generator.choice([0, 4])
            file.seek(place)
            file.write(bytes([content[place] ^ 1]))

    # Replacing

    def replace(self, backup, database):
        """The former is kept whole, under the first name that is free."""
        former = Content(database)
        for number in (1, 2):
            said = self.restore(backup, database, "--replace")
            kept = f"{database}.before-restore-{number}"
            expect(kept in said and os.path.exists(kept), f"the former is not kept: {said}")
            if number == 1:
                expect(Content(kept) == former, "what is kept of the former is not what it was")
                check_database(kept, "the former")
            self.check_restored(database, backup)

    def follow(self, backup, database):
        """A follower is told of all stations after each restoring of the same backup, whatever changed between them."""
        follower = Follower()
        for turn in range(3):
            server = self.start(database)
            follower.follow(server)
            anew = Follower()
            anew.follow(server)
            expect(anew.stations and follower.stations == anew.stations, f"after {turn} restorings a follower's copy is "
                   f"another: {len(follower.stations)} of {len(anew.stations)} stations")
            for number in range(self.generator.randrange(1, 20)):
                change = json.dumps({"name": f"Later {turn}.{number}"})
                answer = server.ask("PATCH", f"/v1/stations/YZ-{number + 1:04}", change, self.load.visits.headers)
                expect(answer and answer[0] == 200, f"a change is answered by {answer}")
            follower.follow(server)
            expect(server.end() == 0, server.said)
            # Nothing of it is of use any more.
            follower.stations = {}
            self.restore(backup, database, "--replace")
        self.counts["followed"] += 1

    # Kills

    def kill(self, backup, number):
        """A restoring is killed; what was there is a database as a stop leaves it, one as a crash does, or none."""
        kind = ("stopped", "crashed", "none")[number % 3]
        database = self.second_folder()
        if kind != "none":
            for ending in ("", "-wal") if kind == "crashed" else ("",):
                shutil.copy(self.path(kind) + ending, database + ending)
        launcher, limit = [], self.generator.uniform(0, self.longest)
        if number % 2:
            call = self.generator.choice(list(CALLS))
            launcher = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                        f"inject={call}:signal=SIGKILL:when={self.generator.randrange(1, CALLS[call] + 1)}"]
            limit = 60
        process = subprocess.Popen(
            [*launcher, PROGRAM, "db", "restore", backup, "--replace", "--db", database], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        expect(code in (0, -signal.SIGKILL) and (limit < 60 or code == 0 or launcher), f"db restore ends with {code}")
        self.counts["killed" if code else "not killed in time"] += 1
        if not os.path.exists(database):
            expect(kind == "none" and code, f"killed, there is no database, and there was: {kind}")
            self.counts["killed: none there, as before"] += 1
            return self.restore(backup, database)
        self.counts[f"killed: {self.what_is_there(database, kind, backup)}"] += code != 0
        # What is left of it stops no one, nor does any piece of it stay.
        self.restore(backup, database, "--replace")
        self.check_restored(database, backup)
        left = [name for name in os.listdir(os.path.dirname(database)) if ".work" in name or name.endswith(("-wal", "-shm"))]
        expect(not left, f"{left} stay")

    def what_is_there(self, database, kind, backup):
        check_database(database, f"killed, {kind}")
        there, new = Content(database), Content(backup).without(set(self.erased.values()))
        if there == new:
            name = database + ".before-restore-1"
            expect(kind == "none" or os.path.exists(name), f"the former is not kept: {kind}")
            if kind != "none":
                check_database(name, f"the former, {kind}")
                expect(Content(name) == self.former[kind], f"the former is not whole: {kind}")
            return "the new one"
        expect(kind != "none" and there == self.former[kind], f"killed, there is neither the old nor the new one: {kind}")
        return "the old one"

    def prepare_kills(self, backup):
        """Databases to be replaced: as a stop leaves them, and as a crash does."""
        database = self.second_folder()
        self.restore(backup, database)
        server, visits = self.start(database), Visits(self.place.token)
        for _ in range(30):
            expect(visits.log(server, 10) == 200, "a visit is not taken")
        for ending in ("", "-wal"):
            shutil.copy(database + ending, self.path("crashed") + ending)
        expect(os.path.getsize(self.path("crashed-wal")) > 0, "there is no WAL")
        expect(server.end() == 0, server.said)
        shutil.copy(database, self.path("stopped"))
        # Both hold the same: it is all in the one, and partly in the WAL of the other.
        self.former = dict.fromkeys(("crashed", "stopped"), Content(database))
        expect(visits.acknowledged <= self.former["stopped"].visits.keys(), "visits are lost")
        begin = time.monotonic()
        self.restore(backup, self.second_folder())
        self.longest = 1.2 * (time.monotonic() - begin)

    # All of it

    def round(self, number):
        # Fast at first, then only so that something is always under way: each backup is looked through whole.
        self.load.pause = 0.005 if len(self.load.visits.acknowledged) < 10_000 else 0.05
        time.sleep(self.generator.uniform(0.05, 0.3))
        backup = self.back_up(f"backup-{number}", remotely=number % 2 == 1)
        if number % 3 == 2:
            self.erase(backup)
            # There need not be more and more to be restored.
            self.load.pause = 0.5
            database = self.second_folder()
            said = self.restore(backup, database)
            expect("erased again" in said, f"it says only: {said}")
            self.check_restored(database, backup)
            self.refuse(backup, database)
            self.check_restored(database, backup)
            self.replace(backup, database)
            self.follow(backup, database)
            self.prepare_kills(backup)
            for kill in range(3 * KILLS):
                self.kill(backup, kill)
        os.remove(backup)


def main(rounds):
    with Folder() as place:
        trial = Trial(place, random.Random(29))
        try:
            for number in range(rounds):
                trial.round(number)
        finally:
            trial.end()
        trial.load.visits.check(place.database)
        trial.expect_forgotten(place.database)
    print(f"{rounds} rounds: " + ", ".join(f"{count} {what}" for what, count in sorted(trial.counts.items()))
          + f"; {len(trial.load.visits.acknowledged)} visits acknowledged", flush=True)


if __name__ == "__main__":
    run(main, 3)

"""Broken files: bits of the database, its WAL, the key, the configuration and the outbox are flipped, or their ends cut off.

Each command must end by itself, say what is wrong where it finds something, and never fall over. Of each file is counted
what is found out, and how: of the database by a start that is refused, by a `db check` that tells faults, or not at all,
the answer being right all the same; of the others by a message that names them.

usage: broken_files.py [ROUNDS]
"""

import collections, json, os, random, shutil

import broken_outbox
from torture import Folder, Server, Visits, command, expect, run

# What a program says when it falls over.
CRASHES = ("Fatal error", "Crash", "Stack dump", "Segmentation", "Index out of range")


def breaks(path, generator):
    """Flips a byte, or cuts the file; says what."""
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        if generator.random() < 0.3:
            length = generator.randrange(size)
            file.truncate(length)
            return f"cut to {length} of {size}"
    return flips(path, generator.randrange(size), generator.randrange(8))


def flips(path, place, bit):
    """Flips a bit; says where."""
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << bit)]))
    return f"byte {place} of {os.path.getsize(path)}"


def look(database, what, right):
    """What a database tells: found (refused or with faults), or how it answers."""
    code, said = command("db", "check", database=database, timeout=60)
    expect(code in (0, 1, 65), f"{what}: db check ends with {code}: {said[-300:]}")
    expect(not any(crash in said for crash in CRASHES), f"{what}: {said[-300:]}")
    expect(code == 0 or len(said) > 20, f"{what}: db check says nothing")
    asked, answer = command("nearest", "35.5531", "116.7836", "--format", "json", database=database)
    expect(asked in (0, 1, 65), f"{what}: nearest ends with {asked}: {answer[-300:]}")
    expect(not any(crash in answer for crash in CRASHES), f"{what}: {answer[-300:]}")
    if code != 0:
        return "found by db check" if asked == 0 else "refused"
    if asked != 0:
        return "found by the question"
    return "right" if answer_of(answer) == right else "WRONG, NOT FOUND"


def answer_of(text):
    """Without the moment."""
    return [line for line in text.replace(",", "\n").splitlines() if '"as_of"' not in line]


class DatabaseTrial:
    """The database as a stop leaves it, and with its WAL as a crash leaves it."""

    def __init__(self, place):
        self.place, self.crashed = place.path, os.path.join(place.path, "crashed")
        visits = Visits(place.token)
        server = Server(place.database)
        for _ in range(200):
            expect(visits.log(server, size=5) == 200, "a visit is not taken")
        os.mkdir(self.crashed)
        for ending in ("", "-wal"):
            shutil.copy(place.database + ending, os.path.join(self.crashed, "yizhan.sqlite" + ending))
        server.end()
        _, right = command("nearest", "35.5531", "116.7836", "--format", "json", database=place.database)
        self.right = answer_of(right)

    def attempt(self, part, trial, generator):
        source = self.crashed if part.endswith("-wal") else self.place
        for name in ("yizhan.sqlite", "yizhan.sqlite-wal"):
            if os.path.exists(os.path.join(source, name)):
                shutil.copy(os.path.join(source, name), trial)
        what = f"{part}, {breaks(os.path.join(trial, part), generator)}"
        outcome = look(os.path.join(trial, "yizhan.sqlite"), what, self.right)
        if outcome.startswith("WRONG"):
            print(f"  {what}: {outcome}")
        return outcome


class KeyTrial:
    """The key file. What it makes is the check-in codes, and what tells visitors apart."""

    def __init__(self, place):
        self.database, self.headers = place.database, {"Authorization": f"Bearer {place.token}"}
        server = Server(place.database)
        self.right = self.code(server)
        server.end()

    def code(self, server):
        status, body = server.ask("GET", "/v1/admin/check-in-codes/YZ-0001", None, self.headers)
        expect(status == 200, body)
        return json.loads(body)["code"]

    def attempt(self, trial, generator):
        database = os.path.join(trial, "yizhan.sqlite")
        shutil.copy(self.database, database)
        shutil.copy(self.database + ".key", database + ".key")
        what = f"key, {breaks(database + '.key', generator)}"
        server = Server(database)
        if not server.is_up:
            return refusal(what, server, database + ".key")
        is_right = self.code(server) == self.right
        expect(server.end() == 0, f"{what}: {server.said}")
        return "right" if is_right else "another key, not found"


CONFIGURATION = {
    "host": "127.0.0.1", "port": 8443, "visitor_retention": 90, "drain_seconds": 0,
    "log": {"level": "warning", "format": "text"}, "proxies": ["10.0.0.0/8", "::1"],
    "map": {"tiles": "https://tiles.example.org/{z}/{x}/{y}.png", "tiles_datum": "gcj02", "attribution": "© 地图"},
    "limits": {"reads": {"per_second": 1000, "burst": 4000}, "failures": {"per_second": 0.5, "burst": 20},
               "connections": 4096, "header_seconds": 15},
}


class ConfigurationTrial:
    """A file of settings, as `config check` and the server take it."""

    def __init__(self, place):
        self.database = place.database
        self.content = json.dumps(CONFIGURATION, ensure_ascii=False, indent=2) + "\n"

    def settings(self, path, *options, launcher=()):
        code, said = command("config", "check", "--config", path, "--format", "json", *options, database=self.database,
                             launcher=launcher)
        return code, said, said.partition("\n]")[0].replace(path, "")

    def attempt(self, trial, generator):
        path, database = os.path.join(trial, "settings.json"), os.path.join(trial, "yizhan.sqlite")
        with open(path, "w") as file:
            file.write(self.content)
        code, said, right = self.settings(path)
        expect(code == 0, said)
        what = f"configuration, {breaks(path, generator)}"
        code, said, found = self.settings(path)
        expect(code in (0, 65), f"{what}: config check ends with {code}: {said[-300:]}")
        expect(code == 0 or path in said, f"{what}: config check says only {said[-300:]}")
        shutil.copy(self.database, database)
        # Options and the environment go before the file: not everywhere that it may name now.
        host = "YIZHAN_HOST=127.0.0.1"
        server = Server(database, launcher=["env", host, f"YIZHAN_CONFIG={path}"])
        as_served, said, _ = self.settings(path, "--port", "0", "--log-level", "warning", launcher=["env", host])
        is_same = server.is_up == (as_served == 0)
        expect(is_same, f"{what}: config check ends with {as_served}, the server says {server.said}")
        if not server.is_up:
            return refusal(what, server, path)
        answer = server.ask("GET", "/healthz")
        expect(answer and answer[0] == 200, f"{what}: the server answers {answer}")
        server.process.kill()
        server.end()
        return "refused" if code else "right" if found == right else "other settings, not found"


def refusal(what, server, path):
    """A start that was refused, by a message about this file."""
    code = server.end()
    said = "\n".join(server.said)
    expect(code in (1, 65), f"{what}: the server ends with {code}: {said[-300:]}")
    expect(path in said and len(said) > len(path) + 20, f"{what}: the server says only {said[-300:]}")
    expect(not any(crash in said for crash in CRASHES), f"{what}: {said[-300:]}")
    return "refused"


def main(rounds):
    generator, counted = random.Random(5), collections.Counter()
    with Folder() as place:
        database, key, configuration = DatabaseTrial(place), KeyTrial(place), ConfigurationTrial(place)
        trial, served = os.path.join(place.path, "trial"), os.path.join(place.path, "served.sqlite")
        shutil.copy(place.database, served)
        # Many a visit is sent with a token that is none.
        limits = [f"YIZHAN_LIMITS_FAILURES_{what}=1000000" for what in ("PER_SECOND", "BURST")]
        server = Server(served, launcher=["env", *limits])
        outbox = broken_outbox.Outbox(server, place.token, os.path.join(place.path, "outbox"))
        arrived = outbox.arrived()
        for round in range(rounds):
            for part in ("yizhan.sqlite", "yizhan.sqlite-wal", "key", "configuration"):
                os.mkdir(trial)
                if part == "key":
                    outcome = key.attempt(trial, generator)
                elif part == "configuration":
                    outcome = configuration.attempt(trial, generator)
                else:
                    outcome = database.attempt(part, trial, generator)
                counted[part, outcome] += 1
                shutil.rmtree(trial)
            # The first line says whose the visits are: without it they are no less there.
            how = (lambda path: breaks(path, generator)) if round else (lambda path: flips(path, 30, 0))
            outcome, arrived = broken_outbox.attempt(outbox, arrived, how)
            counted["outbox", outcome] += 1
        expect(server.end() == 0, server.said[-5:])
    for (part, outcome), count in sorted(counted.items()):
        print(f"{part}: {outcome}: {count}")


if __name__ == "__main__":
    run(main, 50)

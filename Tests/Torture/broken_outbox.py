"""An outbox whose journal is damaged, for broken_files.py.

Its visits wait for a server that runs, kept back by a token that is none. Then a bit is flipped, or the end cut off, and
they are sent. Every visit whose line is as it was must arrive, once and as it was logged: at once, or after what the
program advises, which is to take away the line that it names.
"""

import json, os, re, shutil, subprocess, uuid

from hostile_tokens import with_checksum
from torture import PROGRAM, expect

WAITING = 5
# Well formed, and not known: what is sent with it stays in the outbox.
STRANGER = with_checksum("yz_" + "7" * 43)


class Outbox:
    def __init__(self, server, token, folder):
        self.server, self.token, self.folder = server, token, folder
        self.headers = {"Authorization": f"Bearer {token}"}

    def visit(self, *arguments, token=None):
        """A command's exit code and what it said."""
        outcome = subprocess.run(
            [PROGRAM, "visit", *arguments, "--server", f"http://127.0.0.1:{self.server.port}"],
            capture_output=True, text=True, timeout=60, errors="replace",
            env={**os.environ, "LANG": "C.UTF-8", "YIZHAN_OUTBOX": self.folder, "YIZHAN_TOKEN": token or self.token})
        return outcome.returncode, outcome.stdout + outcome.stderr

    def fill(self):
        """One visit that is set aside, then some that wait: how many people each has, by id."""
        people = {}
        for station, count in [("NOWHERE", 1)] + [("YZ-0001", count + 2) for count in range(WAITING)]:
            id = str(uuid.uuid4())
            code, said = self.visit("log", station, "--id", id, "--people", str(count), token=STRANGER)
            expect("kept in the outbox" in said, f"a visit is not kept: {code}, {said}")
            if station == "NOWHERE":
                code, said = self.visit("sync")
                expect(code == 0 and "1 set aside" in said, f"a visit is not set aside: {said}")
            else:
                people[id] = count
        return people

    @property
    def journal(self):
        journals = [name for name in os.listdir(self.folder) if name.endswith(".journal")]
        expect(len(journals) == 1, f"there are {len(journals)} journals")
        return os.path.join(self.folder, journals[0])

    def arrived(self):
        """How many people the server's visits have, by id."""
        found, path = {}, "/v1/visits?limit=1000"
        while path:
            status, body = self.server.ask("GET", path, None, self.headers)
            expect(status == 200, body)
            page = json.loads(body)
            found.update((visit["id"], visit["people"]) for visit in page["visits"])
            path = page.get("next")
        return found


def attempt(outbox, before, breaks):
    """Of one journal, what became of its damage, and all that has arrived; `before` is what had until then."""
    people = outbox.fill()
    journal = outbox.journal
    with open(journal, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    what = f"outbox, {breaks(journal)}"
    with open(journal, "rb") as file:
        broken = file.read()
    left = set(broken.splitlines(keepends=True))
    intact = {id for id in people for line in lines if line in left and b'"added"' in line and id.encode() in line}
    outcome, removed = "right", 0
    code, said = outbox.visit("sync")
    while code != 0:
        expect(code == 1 and said.count("\n") < 10, f"{what}: sync ends with {code}: {said[-300:]}")
        named = re.search(r"the outbox (.+) is damaged in line (\d+), and was left as it is", said)
        expect(named, f"{what}: sync says only: {said[-300:]}")
        with open(named[1], "rb") as file:
            now = file.read().split(b"\n")
        expect(removed or b"\n".join(now) == broken, f"{what}: the damaged journal was changed")
        if outcome == "right":
            # No command may take the damage for an empty outbox.
            for other in (("outbox",), ("log", "YZ-0001"), ("list",)):
                code, told = outbox.visit(*other)
                expect(code == 1 and "is damaged in line" in told, f"{what}: {other[0]} ends with {code}: {told[-300:]}")
        outcome, removed = "told", removed + 1
        expect(removed <= 2, f"{what}: {removed} lines were taken away as advised, and it is damaged still")
        del now[int(named[2]) - 1]
        with open(named[1], "wb") as file:
            file.write(b"\n".join(now))
        code, said = outbox.visit("sync")
    arrived = outbox.arrived()
    new = {id: count for id, count in arrived.items() if id not in before}
    expect(new.items() <= people.items(), f"{what}: {new} arrived, where {people} were logged")
    expect(intact <= new.keys(), f"{what}: of {len(intact)} visits that are whole {len(intact - new.keys())} are lost")
    shutil.rmtree(outbox.folder)
    if outcome == "right" and len(new) < WAITING:
        outcome = "the end is as if it had never been written"
    return outcome, arrived

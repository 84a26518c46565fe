"""Broken files: bytes of the database, its WAL, the key and the configuration are flipped, or their ends cut off.

Each command must end by itself, say what is wrong where it finds something, and never fall over. Of the database is counted
what is found out, and how: a start that is refused, a `db check` that tells faults, or an answer that is right all the same.

usage: broken_files.py [ROUNDS]
"""

import collections, os, random, shutil

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
        place = generator.randrange(size)
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << generator.randrange(8))]))
        return f"byte {place} of {size}"


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


def main(rounds):
    generator, counted = random.Random(5), collections.Counter()
    with Folder() as place:
        visits = Visits(place.token)
        server = Server(place.database)
        for _ in range(200):
            expect(visits.log(server, size=5) == 200, "a visit is not taken")
        # As a crash leaves them: the database with its WAL.
        crashed = os.path.join(place.path, "crashed")
        os.mkdir(crashed)
        for ending in ("", "-wal"):
            shutil.copy(place.database + ending, os.path.join(crashed, "yizhan.sqlite" + ending))
        server.end()
        _, right = command("nearest", "35.5531", "116.7836", "--format", "json", database=place.database)
        right = answer_of(right)
        trial = os.path.join(place.path, "trial")
        for round in range(rounds):
            for part in ("yizhan.sqlite", "yizhan.sqlite-wal"):
                os.mkdir(trial)
                source = crashed if part.endswith("-wal") else place.path
                for name in ("yizhan.sqlite", "yizhan.sqlite-wal"):
                    if os.path.exists(os.path.join(source, name)):
                        shutil.copy(os.path.join(source, name), trial)
                what = f"{part}, {breaks(os.path.join(trial, part), generator)}"
                outcome = look(os.path.join(trial, "yizhan.sqlite"), what, right)
                counted[part, outcome] += 1
                if outcome.startswith("WRONG"):
                    print(f"  {what}: {outcome}")
                shutil.rmtree(trial)
    for (part, outcome), count in sorted(counted.items()):
        print(f"{part}: {outcome}: {count}")


if __name__ == "__main__":
    run(main, 50)

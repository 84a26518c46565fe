"""A power cut: what was not synced is dropped, kept or torn, sector by sector, as chance has it.

kill -9 cannot show that, for the kernel keeps what a process has written. A library that is loaded into the server notes
each write to the database's files and each sync (power_cut.c). After a kill in the middle of a load the files are made what
a disk could hold: all that was synced, and of the rest any part. Acknowledged visits must be there, once, the database
whole, and the statistics equal to a recount. Then the same with a disk that lies about its syncs, where losses must be found:
else this would find nothing.

usage: power_cut.py [SEEDS]        needs a C compiler
"""

import os, random, shutil, struct, subprocess, threading, time

from torture import PROJECT, Broken, Folder, Server, Visits, expect, run

NOTE = struct.Struct("<IIQQQQII")
WRITTEN, SYNCED, CUT = 1, 2, 3
SECTOR = 512


def unsynced(notes):
    """Of each file what was not synced, in order: (kind, offset, size before, size after, bytes before, bytes after)."""
    files, place = {}, 0
    while place + NOTE.size <= len(notes):
        kind, path_length, number, offset, before, after, old_length, new_length = NOTE.unpack_from(notes, place)
        end = place + NOTE.size + path_length + old_length + new_length
        if end > len(notes):
            break
        start = place + NOTE.size
        path = notes[start : start + path_length].decode()
        old = notes[start + path_length : start + path_length + old_length]
        new = notes[start + path_length + old_length : end]
        steps = files.setdefault(path, [])
        if kind == SYNCED:
            files[path] = [step for step in steps if step[0] >= number]
        else:
            steps.append((number, kind, offset, before, after, old, new))
        place = end
    return files


def put(content, offset, data):
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def cut_power(files, generator):
    """Makes the files what a disk could hold; how many writes were at stake."""
    at_stake = 0
    # All or nothing of what was not synced is as likely as any mixture.
    keep = generator.choice([0.0, 0.5, 0.9, 1.0])
    for path, steps in files.items():
        if not steps or not os.path.exists(path):
            continue
        with open(path, "rb") as file:
            content = bytearray(file.read())
        for _, _, offset, before, _, old, _ in reversed(steps):
            put(content, offset, old)
            del content[before:]
            if len(content) < before:
                content.extend(bytes(before - len(content)))
        for _, kind, offset, _, after, _, new in steps:
            at_stake += 1
            if generator.random() >= keep:
                continue
            if kind == CUT:
                del content[after:]
                continue
            sectors = range(0, len(new), SECTOR)
            is_torn = generator.random() < 0.2
            for sector in sectors:
                if not is_torn or generator.random() < 0.5:
                    put(content, offset + sector, new[sector : sector + SECTOR])
        with open(path, "wb") as file:
            file.write(content)
    return at_stake


def attempt(library, seed, lies=False):
    """A life, a cut, and what is left; how many visits were acknowledged and how many writes were at stake."""
    generator = random.Random(seed)
    with Folder() as place:
        notes = os.path.join(place.path, "notes")
        visits = Visits(place.token)
        environment = ["env", f"LD_PRELOAD={library}", f"POWER_CUT_NOTES={notes}"] + ["POWER_CUT_LIES=1"] * lies
        server = Server(place.database, launcher=environment)
        expect(server.is_up, str(server.said))

        def load(size):
            while visits.log(server, size, station=f"YZ-{size:04}") is not None:
                pass

        clients = [threading.Thread(target=load, args=(size,)) for size in (1, 2, 10, 30)]
        for client in clients:
            client.start()
        time.sleep(generator.uniform(0.05, 0.5))
        server.process.kill()
        for client in clients:
            client.join()
        server.end()
        with open(notes, "rb") as file:
            at_stake = cut_power(unsynced(file.read()), generator)
        # The index of the WAL is memory.
        if os.path.exists(place.database + "-shm"):
            os.remove(place.database + "-shm")
        server = Server(place.database)
        expect(server.is_up, f"it does not start again: {server.said}")
        expect(visits.log(server) == 201, "it takes no visit")
        expect(server.end() == 0, str(server.said))
        visits.check(place.database)
        return len(visits.acknowledged), at_stake


def main(seeds):
    folder = Folder()
    library = os.path.join(folder.path, "power_cut.so")
    compiler = next(filter(None, map(shutil.which, ("clang", "gcc", "cc"))), None)
    expect(compiler, "there is no C compiler")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, PROJECT / "Tests/Torture/power_cut.c", "-ldl"], check=True)
    try:
        acknowledged = at_stake = 0
        for seed in range(seeds):
            try:
                one, other = attempt(library, seed)
            except Broken as broken:
                raise Broken(f"seed {seed}: {broken}")
            acknowledged, at_stake = acknowledged + one, at_stake + other
        losses = 0
        for seed in range(max(5, seeds // 10)):
            try:
                attempt(library, seed, lies=True)
            except Broken:
                losses += 1
        expect(losses > 0, "with a disk that lies nothing was lost: this finds nothing")
        print(f"{seeds} cuts: {acknowledged} acknowledged, none lost, {at_stake} writes at stake; "
              f"with a disk that lies {losses} of {max(5, seeds // 10)} lost some")
    finally:
        shutil.rmtree(folder.path)


if __name__ == "__main__":
    run(main, 10)

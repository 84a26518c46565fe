"""A disk that fails: the N-th write or sync is refused, for every N until none is left to be refused.

No visit is acknowledged that is not kept, the database stays whole, and the server answers 503 (507) and goes on, or stops
with a message. After N comes N + STEP.

usage: io_errors.py [STEP]        needs strace
"""

import collections, os

from torture import NEAREST, Folder, Server, Visits, expect, run

# What is refused, and whether it stays so.
FAULTS = [
    ("pwrite64", "EIO", ""), ("pwrite64", "ENOSPC", ""), ("pwrite64", "ENOSPC", "+"), ("fdatasync", "EIO", ""),
    ("fdatasync", "EIO", "+"), ("ftruncate", "EIO", ""),
]


def attempt(place, visits, call, error, number, lasting, totals):
    """One life of a server; whether anything was refused."""
    trace = os.path.join(place.path, "trace")
    server = Server(place.database, launcher=[
        "strace", "-D", "-f", "-qq", "-o", trace, "-e", f"trace={call}", "-e",
        f"inject={call}:error={error}:when={number}{lasting}"])
    what = f"{call} {error} {number}{lasting}"
    if server.is_up:
        for turn in range(6):
            status = visits.log(server, size=1 + 9 * (turn % 2))
            totals[str(status)] += 1
            expect(status in (200, 201, 503, 507, None), f"{what}: a visit is answered by {status}: {server.said[-3:]}")
            if not server.is_up:
                break
            answer = server.ask("GET", NEAREST)
            expect(answer is not None and answer[0] == 200, f"{what}: reading fails: {answer}")
    else:
        totals["no start"] += 1
        expect(any("yizhan" in line for line in server.said), f"{what}: no start, and no message: {server.said}")
    code = server.end()
    expect(code is not None, f"{what}: it does not stop")
    expect(code in (0, 1), f"{what}: it ended with {code}: {server.said[-3:]}")
    with open(trace) as lines:
        injected = sum("(INJECTED)" in line for line in lines)
    os.remove(trace)
    visits.check(place.database)
    return injected > 0


def main(step):
    totals = collections.Counter()
    with Folder() as place:
        visits = Visits(place.token)
        for call, error, lasting in FAULTS:
            number, lives = 1, 0
            while attempt(place, visits, call, error, number, lasting, totals):
                number, lives = number + step, lives + 1
                expect(lives < 500, f"{call} {error}: no end of what is refused")
            print(f"{call} {error}{' from then on' if lasting else ''}: {lives} lives", flush=True)
        kept = visits.check(place.database)
    print(f"{len(visits.acknowledged)} acknowledged, {kept} kept of {len(visits.sent)} sent, answers {dict(totals)}")


if __name__ == "__main__":
    run(main, 1)

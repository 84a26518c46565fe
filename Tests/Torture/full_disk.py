"""A full disk: reads go on, writes are refused with 507 or 503, nothing is lost, and with room all goes on by itself.

usage: full_disk.py [ROUNDS]        needs the right to mount a tmpfs
"""

import os, subprocess, tempfile, time

from torture import NEAREST, Folder, Server, Visits, expect, run

FILLING = "filling"


def main(rounds):
    folder = tempfile.mkdtemp(prefix="yizhan-torture-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        print(f"skipped: {mounted.stderr.strip()}")
        return
    try:
        place = Folder(folder)
        visits = Visits(place.token)
        server = Server(place.database)
        expect(server.is_up, server.said)
        statuses = {}
        for round in range(rounds):
            expect(visits.log(server) == 201, f"round {round}: a visit is not taken though there is room")
            with open(os.path.join(folder, FILLING), "wb", buffering=0) as filling:
                try:
                    while True:
                        filling.write(bytes(4096))
                except OSError:
                    pass
            deadline = time.monotonic() + 20
            refused = 0
            while refused < 20:
                expect(time.monotonic() < deadline, f"round {round}: visits are still taken")
                status = visits.log(server, size=1 + 9 * (refused % 2))
                statuses[status] = statuses.get(status, 0) + 1
                expect(status in (200, 201, 503, 507), f"round {round}: a full disk is answered by {status}")
                refused += status in (503, 507)
                answer = server.ask("GET", NEAREST)
                expect(answer is not None and answer[0] == 200, f"round {round}: reading fails: {answer}")
            os.remove(os.path.join(folder, FILLING))
        for _ in range(20):
            expect(visits.log(server) == 201, "with room again a visit is not taken")
        expect(server.end() == 0, server.said[-5:])
        kept = visits.check(place.database)
        print(f"{rounds} times full: {len(visits.acknowledged)} acknowledged, {kept} kept, answers {statuses}")
    finally:
        subprocess.run(["umount", "-l", folder])
        os.rmdir(folder)


if __name__ == "__main__":
    run(main, 5)

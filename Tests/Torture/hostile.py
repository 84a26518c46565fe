"""A hostile client: files that are not served, requests hidden in others, formulas in names, tokens made up, SQL in values.

Nothing that is not served is read, by whatever path; no part of a request is taken for another request, or sent back as
a header; no cell of a file that a spreadsheet opens begins a formula, and such a file goes round unchanged; no token is
accepted but those that were given out, and nothing is told of these; and sqlmap finds nothing, though it does find what
is wrong with a program that puts SQL together from its parameters.

usage: hostile.py [TOKENS]        with 10,000 or more, every path, and sqlmap where it is installed (or SQLMAP names it)
"""

import random

from hostile_files import formulas
from hostile_paths import traverse
from hostile_requests import smuggle, split_answers
from hostile_sql import inject
from hostile_tokens import guess, slow_down
from torture import Broken, Folder, Server, command, expect, run

FULL = 10_000
KINDS = ("READS", "WRITES", "TOKEN_READS", "TOKEN_WRITES", "FAILURES")
UNLIMITED = [f"YIZHAN_LIMITS_{kind}_{what}=1000000" for kind in KINDS for what in ("PER_SECOND", "BURST")]


def main(count):
    generator, is_full, broken = random.Random(7), count >= FULL, []

    def attempt(part, *arguments):
        try:
            part(*arguments)
        except Broken as one:
            broken.append(str(one))

    with Folder() as place:
        # From the database's folder, so that a path with .. leads to it.
        server = Server(place.database, launcher=["env", "-C", place.path, *UNLIMITED])
        expect(server.is_up, server.said)
        attempt(traverse, place, server, generator, None if is_full else 500)
        attempt(smuggle, place, server)
        attempt(split_answers, place, server)
        attempt(formulas, place, server)
        attempt(guess, place, server, generator, count)
        if is_full:
            attempt(inject, place, server)
        else:
            print(f"sqlmap: left out, it is for {FULL} tokens or more")
        expect(server.end() == 0, server.said[-5:])
        code, said = command("db", "check", database=place.database)
        expect(code == 0, f"db check: {said}")
        attempt(slow_down, place)
    expect(not broken, "\n".join(broken))


if __name__ == "__main__":
    run(main, FULL)

"""What a terminal shows.

terminal.py run COMMAND ARGUMENT…
    Runs a command whose standard error is a terminal (and whose standard output is none), and prints one line of JSON:
    its exit status, what it wrote to the terminal, and its standard output.

terminal.py cells
    Prints each line of standard input with as many characters as it takes up columns of a terminal, by wcwidth: behind
    each wide character stands U+FFFC, and what has no width is left out.
"""

import json
import os
import pty
import subprocess
import sys


def run(command):
    terminal, inside = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=inside)
    os.close(inside)
    shown = b""
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:  # EIO: nobody has the other end open any more
            break
        if not some:
            break
        shown += some
    output = process.stdout.read()
    print(
        json.dumps(
            {"status": process.wait(), "terminal": shown.decode(), "output": output.decode()}
        )
    )


def cells():
    import wcwidth

    for line in sys.stdin.read().splitlines():
        shown = []
        for character in line:
            width = wcwidth.wcwidth(character)
            shown.append({0: "", 1: character, 2: character + "\ufffc"}[width])
        print("".join(shown))


{"run": lambda: run(sys.argv[2:]), "cells": cells}[sys.argv[1]]()

"""What a terminal shows.

terminal.py run COMMAND ARGUMENT…
    Runs a command whose standard error is a terminal (and whose standard output is none), and prints one line of JSON:
    its exit status, what it wrote to the terminal, and its standard output.

terminal.py show COLUMNS COMMAND ARGUMENT…
    Runs a command whose standard output is a terminal of so many columns (0: it does not say), and its standard error
    is none, and prints one line of JSON: its exit status, what it wrote to the terminal, and its standard error.

terminal.py cells
    Prints each line of standard input with as many characters as it takes up columns of a terminal, by wcwidth: behind
    each wide character stands U+FFFC, and what has no width is left out.
"""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios


def read_all(terminal):
    shown = b""
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:  # EIO: nobody has the other end open any more
            break
        if not some:
            break
        shown += some
    return shown


def run(command):
    terminal, inside = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=inside)
    os.close(inside)
    shown = read_all(terminal)
    output = process.stdout.read()
    print(
        json.dumps(
            {"status": process.wait(), "terminal": shown.decode(), "output": output.decode()}
        )
    )


def show(columns, command):
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24 if columns else 0, columns, 0, 0))
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=inside, stderr=subprocess.PIPE)
    os.close(inside)
    shown = read_all(terminal)
    messages = process.stderr.read()
    print(
        json.dumps(
            {
                "status": process.wait(),
                "terminal": shown.decode(errors="replace"),
                "messages": messages.decode(),
            }
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


modes = {"run": lambda: run(sys.argv[2:]), "show": lambda: show(int(sys.argv[2]), sys.argv[3:]), "cells": cells}
modes[sys.argv[1]]()

#!/usr/bin/env python3
"""Searches the logs of servers for what must never be in one: places, tokens, and what tells visitors apart.

usage: check_logs.py FOLDER

A line that tells of an answered request may have nothing but its known parts; every other line is searched for
coordinates (numbers with three decimals or more), tokens, telephone numbers and query parameters. Prints each finding with
its file and line, then how many lines there were. Exits 1 when there is a finding, or no line at all.
"""
import pathlib
import re
import sys

ANSWERED = re.compile(
    r"\S+ info yizhan\s?:? (\[HTTPAPI\] )?answered"
    r"(?=.* bytes=\d+)(?=.* duration_ms=\d+)(?=.* method=[A-Z]+)(?=.* request=[0-9A-Za-z-]{16,64})"
    r"(?=.* route=(none|/[a-z0-9.{}/A-Z-]*))(?=.* status=\d{3}).*")
PART = re.compile(r" (bytes|duration_ms|method|request|route|status)=\S+")
FORBIDDEN = {
    "a place": re.compile(r"(?<![:0-9.])-?\d{1,3}\.\d{3,}(?![0-9]*Z)"),
    "a token": re.compile(r"yz_[0-9A-Za-z]{6,}"),
    "a telephone number": re.compile(r"(?<![0-9A-Za-z-])1[3-9]\d{9}(?![0-9A-Za-z-])"),
    "a query": re.compile(r"[?&](lat|lon|bbox|q|visitor|code)=|\"?(visitor|lat|lon)\"?\s*[:=]"),
    "a header": re.compile(r"(?i)bearer\s|authorization"),
}


def findings(line):
    if ANSWERED.fullmatch(line):
        rest = PART.sub("", line).split("answered")
        return [] if re.fullmatch(r"\S* ?(\[HTTPAPI\])?\s*", rest[-1]) else ["more than is known of an answer"]
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(line)]


def main(folder):
    lines = faults = 0
    for path in sorted(pathlib.Path(folder).rglob("*.log")):
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            lines += 1
            for name in findings(line):
                faults += 1
                print(f"{path.name}:{number}: {name}: {line[:300]}", file=sys.stderr)
    print(f"{lines} lines of servers' logs searched, {faults} findings")
    return 1 if faults or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

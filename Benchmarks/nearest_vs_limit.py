#!/usr/bin/env python3
"""What an answer to a courier costs over HTTP, beside the least that it can cost.

Serves the stations of a file (`fixtures/national/generate.py` makes the country's 186,100), and beside it, by
`yizhan-benchmark ready-bytes`, the bytes of one of its answers by a bare handler behind SwiftNIO's parser. wrk asks both
in turn, each request from another place. Prints a line of JSON for each question: processor time an answer of both, in
microseconds, and their ratio (medians), answers a second, the 99th percentile of the delay, and what was no answer.

    python3 Benchmarks/nearest_vs_limit.py STATIONS.csv [--rounds 4] [--seconds 4] [--connections 32]

Needs wrk (Debian).
"""

import argparse, json, os, re, shutil, socket, statistics, sys, tempfile, urllib.request

from serving import BUILT, Server, answers_per_second, no_answers, serve, wrk

QUESTIONS = {
    "nearest 5": "/v1/stations/nearest?limit=5",
    "nearest 5 with amenities, open now": "/v1/stations/nearest?limit=5&amenities=water,microwave&open=now",
}
PLACE = "&lat=35.553100&lon=116.783600"


def whole_answer(port, path):
    """The bytes of an answer, its header too."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        answer = b""
        while True:
            answer += connection.recv(65536)
            head, found, body = answer.partition(b"\r\n\r\n")
            if found and len(body) == int(re.search(rb"content-length: (\d+)", head.lower())[1]):
                return answer


def load(server, question, options):
    """Asks for some seconds: processor microseconds an answer, answers a second, p99, what was no answer."""
    before = server.processor_seconds
    said = wrk(server, options.connections, options.seconds, question)
    used, count = server.processor_seconds - before, int(re.search(r"(\d+) requests in", said)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    failed = re.search(r"Socket errors: (.*)", said)
    return (
        used / count * 1e6, answers_per_second(said), float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit],
        no_answers(said), failed[1] if failed else "")


def compare(server, folder, name, question, options):
    answer = whole_answer(server.port, question + PLACE)
    path = os.path.join(folder, "answer")
    with open(path, "wb") as file:
        file.write(answer)
    limit = Server([options.benchmark, "ready-bytes", "--answer", path], "stdout")
    ours, bare = [], []
    for _ in range(options.rounds):
        ours.append(load(server, question, options))
        bare.append(load(limit, question, options))
    limit.stop()
    median = lambda runs, place: statistics.median(run[place] for run in runs)
    print(json.dumps({
        "question": name, "bytes": len(answer), "us": round(median(ours, 0), 2), "limit_us": round(median(bare, 0), 2),
        "ratio": round(statistics.median(a[0] / b[0] for a, b in zip(ours, bare)), 3),
        "per_s": round(median(ours, 1)), "limit_per_s": round(median(bare, 1)),
        "p99_ms": [round(run[2], 2) for run in ours], "limit_p99_ms": [round(run[2], 2) for run in bare],
        "no_answer": sum(run[3] for run in ours), "failed": [run[4] for run in ours if run[4]],
    }), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--benchmark", default=os.path.join(BUILT, "yizhan-benchmark"))
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    folder = tempfile.mkdtemp()
    server = serve(options.yizhan, options.stations, folder)
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}{QUESTIONS['nearest 5']}{PLACE}").read()
        for name, question in QUESTIONS.items():
            compare(server, folder, name, question, options)
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

"""What the benchmarks of answers share: a server of a file of stations, and wrk, which asks it."""

import os, re, subprocess, sys, threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILT = os.path.join(ROOT, ".build", "release")
# The limits stand, so high that they turn none away.
LIMITS = {
    f"YIZHAN_LIMITS_{which}_{measure}": "1000000"
    for which in ("READS", "TOKEN_READS", "TOKEN_WRITES") for measure in ("BURST", "PER_SECOND")
}


class Server:
    """A program that says, on one of its streams, at which port of this machine it listens."""

    def __init__(self, command, stream):
        self.process = subprocess.Popen(command, text=True, env={**os.environ, **LIMITS, "LANG": "C.UTF-8"}, **{stream: subprocess.PIPE})
        said = getattr(self.process, stream)
        line = said.readline()
        port = re.search(r"(\d+)\s*$", line)
        if not port:
            sys.exit(line + said.read())
        self.port = int(port[1])
        threading.Thread(target=said.read, daemon=True).start()

    @property
    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def imported(yizhan, stations, folder):
    """A database in a folder, of the stations of a file."""
    database = os.path.join(folder, "yizhan.sqlite")
    subprocess.run([yizhan, "station", "import", stations, "--db", database],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return database


def started(yizhan, database):
    """A server of a database."""
    return Server([yizhan, "serve", "--port", "0", "--db", database], "stderr")


def serve(yizhan, stations, folder):
    """A server of the stations of a file, its database in a folder."""
    return started(yizhan, imported(yizhan, stations, folder))


def admin_token(yizhan, database):
    return subprocess.run(
        [yizhan, "token", "create", "--role", "admin", "--db", database], check=True, capture_output=True,
        text=True).stdout.strip()


def wrk(server, connections, seconds, question=""):
    """What wrk says when it has asked for some seconds, each time from another place."""
    return subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
         "-s", os.path.join(ROOT, "Benchmarks", "nearest.lua"), f"http://127.0.0.1:{server.port}"],
        env={**os.environ, **({"QUESTION": question} if question else {})}, check=True, capture_output=True,
        text=True).stdout


def answers_per_second(said):
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def no_answers(said):
    found = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return int(found[1]) if found else 0

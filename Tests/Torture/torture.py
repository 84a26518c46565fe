"""What the tortures share: a server of the sample stations, and visits that are logged to it.

Each visit's id is noted before it is sent, and again when it was acknowledged; what a database holds afterwards is compared
with both. All happens in temporary folders and on this machine's own network.
"""

import http.client, json, os, pathlib, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, uuid

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("YIZHAN_PROGRAM", str(PROJECT / ".build/release/yizhan"))
STATIONS = str(PROJECT / "fixtures/yanzhou/stations.csv")
NEAREST = "/v1/stations/nearest?lat=35.5531&lon=116.7836&limit=5"


class Broken(Exception):
    """A promise that was not kept."""


def expect(condition, what):
    if not condition:
        raise Broken(what)


def run(main, length):
    """Runs a torture to the length that is asked for, or to this one; ends with 1 when a promise was not kept."""
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else length)
    except Broken as broken:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {broken}")


def command(*arguments, database, timeout=60, launcher=()):
    """A command's exit code and what it said."""
    outcome = subprocess.run(
        [*launcher, PROGRAM, *arguments, "--db", database], capture_output=True, text=True, timeout=timeout,
        env={**os.environ, "LANG": "C.UTF-8"}, errors="replace")
    return outcome.returncode, outcome.stdout + outcome.stderr


class Folder:
    """A temporary folder with a database of the sample stations and a manager's token for all of them."""

    def __init__(self, folder=None):
        self.path = folder or tempfile.mkdtemp(prefix="yizhan-torture-")
        self.is_ours = folder is None
        self.database = os.path.join(self.path, "yizhan.sqlite")
        code, said = command("station", "import", STATIONS, database=self.database)
        expect(code == 0, said)
        code, said = command("token", "create", "--role", "admin", database=self.database)
        expect(code == 0, said)
        self.token = said.strip().splitlines()[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_ours:
            shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """`yizhan serve` on a database; what it says is kept."""

    def __init__(self, database, launcher=(), timeout=30):
        self.said = []
        self.process = subprocess.Popen(
            [*launcher, PROGRAM, "serve", "--port", "0", "--db", database, "--log-level", "warning"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace",
            env={**os.environ, "LANG": "C.UTF-8", "YIZHAN_LIMITS_TOKEN_WRITES_PER_SECOND": "1000000",
                 "YIZHAN_LIMITS_TOKEN_WRITES_BURST": "1000000"})
        self.port, ready = None, threading.Event()

        def listen():
            for line in self.process.stderr:
                self.said.append(line.rstrip())
                if self.port is None and line.startswith("yizhan serves "):
                    self.port = int(line.rstrip().rsplit(":", 1)[1])
                    ready.set()
            ready.set()

        self.listener = threading.Thread(target=listen, daemon=True)
        self.listener.start()
        ready.wait(timeout)

    @property
    def is_up(self):
        return self.port is not None and self.process.poll() is None

    def ask(self, method, path, body=None, headers={}, timeout=15):
        """Status and body; nothing when there was no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def end(self, by=signal.SIGTERM, timeout=30):
        """The exit code; nothing when it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = None
        self.listener.join(5)
        return code


class Visits:
    """Visits that were sent, and of them those that were acknowledged."""

    def __init__(self, token):
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.sent, self.acknowledged, self.refused, self.lock = set(), set(), {}, threading.Lock()

    def log(self, server, size=1, station="YZ-0001"):
        """Sends some; the status of the answer, nothing when there was none."""
        ids = [str(uuid.uuid4()) for _ in range(size)]
        with self.lock:
            self.sent.update(ids)
        visits = [{"id": id, "station_id": station, "group": "delivery", "people": 2} for id in ids]
        answer = server.ask("POST", "/v1/visits", json.dumps(visits if size > 1 else visits[0]), self.headers)
        if answer is None:
            return None
        status, body = answer
        with self.lock:
            if size == 1 and status == 201:
                self.acknowledged.update(ids)
            elif size > 1 and status == 200:
                results = json.loads(body)["results"]
                self.acknowledged.update(one["id"] for one in results if one["result"] == "created")
            else:
                self.refused[status] = self.refused.get(status, 0) + 1
        return status

    def check(self, database, may_be_kept=True):
        """Compares a database that no one has open; gives how many visits it holds."""
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            kept = [str(uuid.UUID(bytes=id)) for id, in connection.execute("SELECT id FROM visit")]
        connection.close()
        expect(state == "ok", f"the database is damaged: {state}")
        expect(len(kept) == len(set(kept)), "a visit is there twice")
        lost = self.acknowledged - set(kept)
        expect(not lost, f"{len(lost)} acknowledged visits are lost")
        expect(set(kept) <= self.sent, "there are visits that no one sent")
        code, said = command("db", "check", database=database)
        expect(code == 0, f"db check: {said}")
        return len(kept)

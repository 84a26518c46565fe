"""sqlmap against each call that has parameters, for hostile.py."""

import http.server, importlib.util, json, os, shutil, sqlite3, subprocess, sys, tempfile, threading, time, urllib.parse
import uuid

from torture import NEAREST, expect


def sqlmap_program():
    named = os.environ.get("SQLMAP") or shutil.which("sqlmap")
    if named:
        return [sys.executable, named] if named.endswith(".py") else [named]
    found = importlib.util.find_spec("sqlmap")
    return [sys.executable, os.path.join(os.path.dirname(found.origin), "sqlmap.py")] if found else None


class Careless(http.server.BaseHTTPRequestHandler):
    """Puts SQL together from its parameters."""

    def do_GET(self):
        value = urllib.parse.unquote_plus(self.path.partition("id=")[2])
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE TABLE station AS SELECT 1 AS id, 'a' AS name")
            try:
                rows = connection.execute(f"SELECT name FROM station WHERE id = {value}").fetchall()
            except sqlite3.Error:
                rows = []
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"<p>{len(rows)} found: {rows}</p>".encode())

    def log_message(self, *_):
        pass


def sqlmap(program, folder, url, *options):
    """Whether it finds anything; nothing when its time was over."""
    try:
        outcome = subprocess.run(
            [*program, "-u", url, "--batch", "--level", "2", "--risk", "2", "--technique", "BEUSTQ", "--time-sec", "2",
             "--flush-session", "--disable-coloring", "--output-dir", os.path.join(folder, "sqlmap"), *options],
            capture_output=True, text=True, errors="replace", timeout=90, stdin=subprocess.DEVNULL,
            env={**os.environ, "HOME": folder, "XDG_DATA_HOME": folder})
    except subprocess.TimeoutExpired:
        return None
    said = outcome.stdout + outcome.stderr
    if "identified the following injection point" in said:
        return True
    expect("do not appear to be injectable" in said, f"sqlmap did not try {url}: {said[-600:]}")
    return False


def inject(place, server):
    program = sqlmap_program()
    if program is None:
        print("sqlmap: left out, it is not installed")
        return
    folder, begin = tempfile.mkdtemp(prefix="yizhan-torture-"), time.monotonic()
    try:
        careless = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Careless)
        threading.Thread(target=careless.serve_forever, daemon=True).start()
        found = sqlmap(program, folder, f"http://127.0.0.1:{careless.server_port}/?id=1")
        careless.shutdown()
        expect(found, "sqlmap finds nothing where there is something: this would find nothing")
        token, late = f"--headers=Authorization: Bearer {place.token}", 0
        tried = [(path, ()) for path in (
            NEAREST + "&amenities=water&kind=hub", "/v1/stations?q=a&town=x&kind=hub&status=any&limit=5",
            "/v1/stations?bbox=116,35,117,36&cursor=x", "/v1/stations/changes?since=1&limit=5",
            "/ogc/collections/stations/items?limit=5&bbox=116,35,117,36&datetime=2024-01-01T00:00:00Z",
            "/v1/stations/YZ-0001*")]
        tried += [(path, (token,)) for path in (
            "/v1/usage?from=2024-01-01&to=2024-12-31&by=town&town=x&group=other&station=YZ-0001",
            "/v1/visits?station=YZ-0001&from=2024-01-01&group=other", "/v1/admin/audit?from=2024-01-01&actor=owner")]
        tried.append(("/v1/visits", (token + "\nContent-Type: application/json", "--data", json.dumps(
            {"id": str(uuid.uuid4()), "station_id": "YZ-0001", "group": "other", "people": 1, "visitor": "x"}))))
        for path, options in tried:
            outcome = sqlmap(program, folder, f"http://127.0.0.1:{server.port}{path}", *options)
            expect(not outcome, f"sqlmap finds something in {path}")
            late += outcome is None
        print(f"sqlmap: nothing found in {len(tried)} calls, {late} of them cut short, in {time.monotonic() - begin:.0f} s; "
              "the control was found", flush=True)
    finally:
        shutil.rmtree(folder)

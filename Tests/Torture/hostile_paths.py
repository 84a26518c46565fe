"""Paths that lead out of what is served, for hostile.py: none gives a byte of what lies beside the database."""

import collections, os, secrets

from torture import expect
from wire import bearer, exchange, statuses

UPS = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%25252e%25252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae",
       "%f0%80%80%ae.", "%uff0e%uff0e", "..%00", "..;", "....", "%EF%BC%8E%EF%BC%8E"]
SEPARATORS = ["/", "//", "/./", "%2f", "%252f", "\\", "%5c", "%255c", "%c0%af", "%e0%80%af", "%c1%9c", "%u2215", "%00/"]
BASES = ["", "/docs", "/openapi.json", "/index.html", "/manage.js", "/leaflet", "/leaflet/leaflet.js", "/pages",
         "/pages/settings.json", "/tiles/1/2", "/static", "/certificates", "/.well-known", "/v1/stations",
         "/v1/stations/YZ-0001", "/v1/visits", "/v1/usage/charts", "/v1/admin/check-in-codes", "/v1/admin/tokens",
         "/ogc/collections/stations/items", "/ogc/collections"]
ENDINGS = ["", "%00", "%00.js", ".", "/", "%20", ";.js", "::$DATA"]


def targets(folder, generator, count):
    """Paths that lead out of what is served, if they lead anywhere; all of them, or so many."""
    files = ["secret.txt", "key.pem", "yizhan.sqlite", "yizhan.sqlite-wal", "yizhan.sqlite.key", "etc/passwd",
             "proc/self/environ"]
    every = []
    for base in BASES:
        for separator in SEPARATORS:
            for up in UPS:
                file, depth = generator.choice(files), generator.choice([1, 1, 2, 3, 12])
                every.append(base + separator + (up + separator) * depth + file + generator.choice(ENDINGS))
            for file in files:
                whole = file if file.startswith(("etc/", "proc/")) else folder.lstrip("/") + "/" + file
                every.append(base + separator + separator.join(whole.split("/")))
                every.append(base + separator + file + generator.choice(ENDINGS))
    for file in files:
        every += [f"file:///{file}", f"file://{folder}/{file}", f"http://127.0.0.1/../{file}", f"//{file}", f"../{file}",
                  f"http://127.0.0.1/..%2f{file}", f"http://x/..\\{file}", f"*/../{file}", f"/\0/../{file}",
                  f"/?file=../{file}", f"/%zz/../{file}", f"/{'a/' * 500}{'../' * 501}{file}"]
    return every if count is None else generator.sample(every, count)


def traverse(place, server, generator, count):
    secret = secrets.token_hex(24).encode()
    for name in ("secret.txt", "key.pem"):
        with open(os.path.join(place.path, name), "wb") as file:
            file.write(secret)
    with open(place.database + ".key", "rb") as file:
        key = file.read().strip()
    guarded = {"the file beside the database": secret, "the key": key, "the database": b"SQLite format 3\0",
               "the WAL": b"\x37\x7f\x06\x82", "the system's users": b"root:x:0:0", "the environment": b"YIZHAN_LIMITS"}
    asked, faults = collections.Counter(), []
    for target in targets(place.path, generator, count):
        for method, who in (("GET", b""), (generator.choice(["GET", "HEAD", "DELETE", "OPTIONS"]), bearer(place.token))):
            line = f"{method} {target} HTTP/1.1\r\nHost: x\r\n".encode()
            said = exchange(server, line + who + b"\r\n")
            faults += [f"{method} {target} gives {what}" for what, content in guarded.items() if content in said]
            status = statuses(said)
            # A page takes any query.
            is_page = target.startswith("/?") or method == "OPTIONS"
            if len(status) != 1 or status[0] >= 500 or status[0] < 400 and not is_page:
                faults.append(f"{method} {target} is answered by {status}")
            asked[str(status[0]) if status else "none"] += 1
    with open(os.path.join(place.path, "secret.txt"), "rb") as file:
        expect(file.read() == secret, "the file beside the database was written to")
    expect(not faults, "paths:\n  " + "\n  ".join(faults))
    print(f"paths: {asked.total()} requests, none led out of what is served: {dict(sorted(asked.items()))}", flush=True)

"""Texts that a spreadsheet would take for formulas, for hostile.py: no cell of any file begins with one."""

import csv, io, json, os, re, time, uuid, zipfile

from torture import Folder, Server, command, expect

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", "'", "=cmd|'/c calc'!A0", "=\"a\",\"b\"", "-",
    "+86 537 555 0101", "=1;=2", "=1\r\n=2", "=", "'@", " =1", "\u00a0=1", "\ufeff=1", "=HYPERLINK(\"http://x\",\"y\")",
]
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def cells(text, what):
    """A file's rows, none of whose cells is a formula."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    for row in rows:
        for name, cell in zip(rows[0], row):
            is_number = name in ("lat", "lon") and NUMBER.fullmatch(cell)
            expect(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) or is_number, f"{what}: {name} is {cell!r}")
    return rows


def stations_of(server):
    found, path = {}, "/v1/stations?status=any&limit=1000"
    while path:
        page = json.loads(server.ask("GET", path)[1])
        found.update((station["id"], station) for station in page["stations"])
        path = page.get("next")
    names = ("name", "aliases", "town", "address", "operator", "phone", "status_reason", "lat", "lon")
    return {id: {name: station.get(name) for name in names} for id, station in found.items()}


def formulas(place, server):
    headers = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    as_csv = {**headers, "Content-Type": "text/csv"}
    kept = []
    for number, text in enumerate(FORMULAS):
        station = {"name": text, "aliases": [text, "x"], "town": text, "address": text, "operator": text, "phone": text,
                   "status": "suspended", "status_reason": text, "lat": -35.5 - number / 100, "lon": -116.8}
        status, body = server.ask("PUT", f"/v1/stations/J-{number}", json.dumps(station), headers)
        expect(status in (201, 400), f"a station {text!r} is answered by {status} {body}")
        if status == 201:
            kept.append(f"J-{number}")
        # The same as a file, guarded and as it stands.
        for mark, written in (("C", text), ("D", "'" + text)):
            sheet = io.StringIO()
            csv.writer(sheet).writerows([["id", "name", "lat", "lon", "town", "address"],
                                         [f"{mark}-{number}", written, station["lat"], "-116.7", written, written]])
            status, body = server.ask("POST", "/v1/stations/import", sheet.getvalue().encode(), as_csv)
            expect(status in (200, 400), f"a file with {written!r} is answered by {status} {body}")
    names = {id: station["name"] for id, station in stations_of(server).items()}
    expect(names["J-0"] == FORMULAS[0], f"a name is not kept as it was sent: {names['J-0']}")
    for number, text in enumerate(FORMULAS):
        # Only before a formula is ' a guard.
        if text.lstrip("'")[:1] in tuple("=+-@\t"):
            by_file, by_json = names.get(f"D-{number}"), names.get(f"J-{number}")
            is_same = None in (by_file, by_json) or by_file == by_json
            expect(is_same, f"{text!r} is {by_file!r} by a file, {by_json!r} by JSON")
    # A visit whose visitor would be a formula, by JSON, and again by a file: it is the same.
    for number, text in enumerate(["=1+1", "+86 537", "-1", "@x"]):
        visit = {"id": str(uuid.uuid4()), "station_id": "YZ-0001", "group": "other", "visitor": text}
        status, body = server.ask("POST", "/v1/visits", json.dumps(visit), headers)
        expect(status == 201, body)
        sheet = f"id,station_id,group,visitor\n{visit['id']},YZ-0001,other,'{text}\n"
        status, body = server.ask("POST", "/v1/visits", sheet.encode(), as_csv)
        expect(status == 200 and json.loads(body)["exists"] == 1, f"a visitor '{text} is another than {text}: {body}")
        if number:
            status, body = server.ask("POST", f"/v1/visits/{visit['id']}/void", json.dumps({"reason": text}), headers)
            expect(status == 200, body)
    for number, station in enumerate(kept):
        resumed = json.dumps({"status": "active", "status_reason": None})
        merge = {**headers, "Content-Type": "application/merge-patch+json"}
        expect(server.ask("PATCH", f"/v1/stations/{station}", resumed, merge)[0] == 200, f"{station} is not resumed")
        visit = json.dumps({"station_id": station, "group": "other", "services": ["water"]})
        expect(server.ask("POST", "/v1/visits", visit, headers)[0] == 201, f"{station} takes no visit")
        again = json.dumps({"status": "suspended", "status_reason": FORMULAS[int(station[2:])]})
        expect(server.ask("PATCH", f"/v1/stations/{station}", again, merge)[0] == 200, f"{station} is not suspended")
    for line in ("token create --role staff --note =1+1", "amenity add zz --zh =1+1 --en @x --category food"):
        code, said = command(*line.split(), database=place.database)
        expect(code == 0, said)
    # Every file that there is.
    today, count = time.strftime("%Y-%m-%d", time.localtime(time.time() + 86_400)), 0
    for by in ("station", "town", "town,station,group", "service,town", "hour,town"):
        status, body = server.ask("GET", f"/v1/usage?from=2020-01-01&to={today}&by={by}&format=csv", None, headers)
        expect(status == 200, body)
        rows = cells(body.decode(), f"usage by {by}")
        expect("town" not in by or any("'=1+1" in row for row in rows), f"usage by {by} has no guarded town: {rows}")
        count += len(rows)
        status, book = server.ask("GET", f"/v1/usage?from=2020-01-01&to={today}&by={by}&format=xlsx", None, headers)
        with zipfile.ZipFile(io.BytesIO(book)) as book:
            sheets = [name for name in book.namelist() if "/worksheets/sheet" in name]
            expect(sheets and not any(b"<f" in book.read(name) for name in sheets), f"usage by {by}: formulas in a workbook")
    for line, guarded in (
            ("station list --status any", "'=1+1"), ("visit list", "'+86 537"), ("token list", "'=1+1"), ("audit list", ""),
            ("amenity list", "'=1+1"), ("town list", "'@SUM(1)"), ("nearest -35.5 -116.8", "")):
        code, said = command(*line.split(), "--format", "csv", database=place.database)
        expect(code == 0, said)
        expect(guarded in said, f"{line} has no {guarded}: {said}")
        count += len(cells(said, line))
    file = os.path.join(place.path, "stations.csv")
    code, said = command("station", "export", "-o", file, database=place.database)
    expect(code == 0, said)
    with open(file, newline="") as sheet:
        count += len(cells(sheet.read(), "station export"))
    before = stations_of(server)
    other = Folder()
    with other:
        code, said = command("station", "import", file, database=other.database)
        expect(code == 0, f"what was exported is not imported: {said}")
        there = Server(other.database)
        after = stations_of(there)
        there.end()
    differing = [(before[id], after.get(id)) for id in before if before[id] != after.get(id)]
    expect(not differing, f"{len(differing)} stations are not as they were: {differing[:1]}")
    print(f"formulas: {len(FORMULAS)} texts, {count} rows of files without one, {len(after)} stations went round unchanged",
          flush=True)

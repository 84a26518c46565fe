"""Answers questions about usage straight from the visits of a database, and compares them with answers in files.

Arguments: the database, its time zone, and a folder with questions.json (a list of questions) and 0.json, 1.json …,
the answers to be looked at. Prints a line for each that differs, and how many rows there were.
"""

import collections, datetime, itertools, json, sqlite3, sys, zoneinfo

GROUPS = ["delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other"]
PERIODS = ["day", "week", "month", "quarter", "year"]

path, zone, folder = sys.argv[1], zoneinfo.ZoneInfo(sys.argv[2]), sys.argv[3]
database = sqlite3.connect(path)
catalogue = dict(database.execute("SELECT number, code FROM amenity"))
places = {code: number for number, code in catalogue.items()}
towns = dict(database.execute("SELECT station.id, ifnull(town.name, '') FROM station LEFT JOIN town ON town.number = station.town"))


def day_values(day):
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(), "week": f"{year}-W{week:02}", "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year), "weekday": str(day.isoweekday())}


DAYS = {}
visits = []
for station, at, group, people, services, visitor in database.execute(
        "SELECT station_id, at, worker_group, people, services, visitor FROM visit WHERE voided_at IS NULL"):
    local = datetime.datetime.fromtimestamp(at, zone)
    day = local.date()
    if day not in DAYS:
        DAYS[day] = day_values(day)
    bits = int.from_bytes(services or b"", "little")
    used = [catalogue[number] for number in range(128) if bits >> number & 1]
    values = dict(DAYS[day], station=station, town=towns[station], group=group, hour=f"{local.hour:02}")
    visits.append((day, values, used, people, visitor))


def order(dimension, value):
    if dimension == "group":
        return GROUPS.index(value)
    if dimension == "service":
        return places[value]
    return value.encode()


def expected(question):
    start, end = (datetime.date.fromisoformat(question[name]) for name in ("from", "to"))
    by, cells, persons = question["by"], collections.defaultdict(lambda: [0, 0]), collections.defaultdict(set)
    total, everybody = [0, 0], set()
    for day, values, used, people, visitor in visits:
        if not start <= day <= end or any(
                question[name + "s"] and values[name] not in question[name + "s"] for name in ("station", "town", "group")):
            continue
        total[0] += 1
        total[1] += people
        if visitor:
            everybody.add(visitor)
        for service in used if "service" in by else [None]:
            key = tuple(service if name == "service" else values[name] for name in by)
            cells[key][0] += 1
            cells[key][1] += people
            if visitor:
                persons[key].add(visitor)
    periods = [name for name in by if name in PERIODS]
    if periods:
        # Every period there is with the weekday of a row, if it has one.
        known = collections.defaultdict(set)
        for number in range((end - start).days + 1):
            values = day_values(start + datetime.timedelta(number))
            known[values["weekday"] if "weekday" in by else None].add(tuple(values[name] for name in periods))
        others = {tuple(v for v, name in zip(key, by) if name not in periods) for key in cells}
        if len(periods) == len(by):
            others = {()}
        names = [name for name in by if name not in periods]
        for other in others:
            fixed = dict(zip(names, other))
            for values in known[fixed.get("weekday")]:
                cells[tuple({**fixed, **dict(zip(periods, values))}[name] for name in by)]
    if not by:
        cells = {}
    rows = [
        dict(zip(by, key), visits=v, people=p, visitors=len(persons[key]) or None)
        for key, (v, p) in sorted(cells.items(), key=lambda item: [order(*pair) for pair in zip(by, item[0])])]
    return {
        "from": question["from"], "to": question["to"], "by": by, "rows": rows,
        "total": {"visits": total[0], "people": total[1], "visitors": len(everybody) or None}}


count = filled = 0
for number, question in enumerate(json.load(open(f"{folder}/questions.json"))):
    answer, wanted = json.load(open(f"{folder}/{number}.json")), expected(question)
    if question["by"] and "service" not in question["by"]:
        for measure in ("visits", "people"):
            assert sum(row[measure] for row in wanted["rows"]) == wanted["total"][measure]
    if answer != wanted:
        pairs = itertools.zip_longest(answer["rows"], wanted["rows"])
        first = next(((one, other) for one, other in pairs if one != other), (answer["total"], wanted["total"]))
        print("differs:", json.dumps(question, ensure_ascii=False), *map(str, first))
    count += len(wanted["rows"])
    filled += sum(row["visits"] > 0 for row in wanted["rows"])
print(len(visits) > 0 and count > filled > 0)

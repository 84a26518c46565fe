#!/usr/bin/env python3
"""Statistics of ten million visits: yizhan's program beside DuckDB, in one run, and the shape of a whole country.

For a district (139 stations) and a province (5,000) both see the same visits: yizhan has a database file with their
sheets, DuckDB the visits themselves, as a table in its own memory, stations and groups as small integers. The question
is visits and person-visits by month, station and group; months are those of Asia/Shanghai, which DuckDB need not work
out: its times are local. Timed is, of yizhan, the answer inside the process, from the question to the last row handed
over, in order; of DuckDB, the query with its default threads until all rows are numpy arrays (`fetchnumpy`), in any
order, by the faster of two ways to write it. Each side's best of several rounds counts; the rounds alternate. Every row
is compared. Of the district the whole command is timed too, as a process.

The country (186,100 stations, 2,800 towns, a year) has no visits, only the sheets that 600 million would leave: its
figures are compared with nothing but their bars.

    python3 -m venv /tmp/duckdb && /tmp/duckdb/bin/pip install duckdb numpy
    scripts/build
    /tmp/duckdb/bin/python Benchmarks/usage_vs_duckdb.py --folder DIR [--visits 10000000] [--rounds 5] [--programs DIR]
        [--shape district]…

The folder keeps what is made, 2 GB, for the next run. Prints one JSON line for each shape and exits with 1 when a row
differs or a bar is missed.
"""

import argparse, csv, json, os, subprocess, sys, time

import duckdb
import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GROUPS = ["delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other"]
RECORD = numpy.dtype(
    [("instant", "<i8"), ("services", "<u8"), ("station", "<u4"), ("grp", "u1"), ("people", "u1"), ("unused", "<u2")])
QUESTION = "month,station,group"
TWO_YEARS = ["--from", "2024-01-01", "--to", "2025-12-31"]
ONE_YEAR = ["--from", "2025-01-01", "--to", "2025-12-31"]
# What yizhan's best may be of DuckDB's best.
RATIOS = {"district": 0.2, "province": 1.0}
# Asia/Shanghai, in seconds.
OFFSET = 8 * 3600
COMMAND_S, TOWNS_S, ROWS_PER_S = 0.3, 2.0, 1_000_000

# The same question to DuckDB, as different people would write it; the fastest counts.
QUERY = "SELECT {} AS month, station, grp, count(*) AS visits, sum(people) AS people FROM visit GROUP BY ALL"
WAYS = {
    "date_trunc": QUERY.format("date_trunc('month', local)"),
    "year_month": QUERY.format("year(local) * 12 + month(local) - 1"),
}


class Programs:
    """yizhan and yizhan-benchmark, and the folder of the data."""

    def __init__(self, options):
        self.options = options

    def run(self, program, *arguments):
        return subprocess.run(
            [os.path.join(self.options.programs, program), *arguments], check=True, capture_output=True, text=True).stdout

    def benchmark(self, *arguments):
        return json.loads(self.run("yizhan-benchmark", "usage", *arguments))

    def path(self, name):
        return os.path.join(self.options.folder, name)

    def made(self, shape):
        """Makes a shape's database, and the file of its visits, unless they are there."""
        size = "" if shape == "country" else f"-{self.options.visits}"
        database, visits = self.path(f"{shape}{size}.sqlite"), self.path(f"{shape}{size}.visits")
        done = database + ".done"
        if not os.path.exists(done):
            files = ["--db", database]
            if shape != "country":
                files += ["--visits-file", visits, "--visits", str(self.options.visits)]
            print(json.dumps(self.benchmark("make", "--shape", shape, *files)), file=sys.stderr, flush=True)
            open(done, "w").close()
        return database, visits


def loaded(path):
    """DuckDB with the visits of a file as a table in its memory, the zone's offset already added to their times."""
    records = numpy.fromfile(path, dtype=RECORD)
    columns = {name: numpy.ascontiguousarray(records[name]) for name in ("instant", "station", "grp", "people")}
    database = duckdb.connect()
    database.register("columns", columns)
    database.execute(
        f"""CREATE TABLE visit AS SELECT make_timestamp((instant + {OFFSET}) * 1000000) AS local,
        station::SMALLINT AS station, grp, people::INTEGER AS people FROM columns""")
    database.unregister("columns")
    return database


def timed_query(database, text):
    begin = time.perf_counter()
    columns = database.execute(text).fetchnumpy()
    return time.perf_counter() - begin, columns


def month_numbers(column):
    """Months counted from the year 0, of what either way of writing gives."""
    if column.dtype.kind == "M":
        return column.astype("datetime64[M]").astype(numpy.int64) + 1970 * 12
    return column.astype(numpy.int64)


def duckdb_rows(columns):
    columns = {name: numpy.ma.filled(column) for name, column in columns.items()}
    keys = (month_numbers(columns["month"]) * 1_000_000 + columns["station"]) * 10 + columns["grp"]
    order = numpy.argsort(keys)
    return [numpy.asarray(part, dtype=numpy.int64)[order] for part in (keys, columns["visits"], columns["people"])]


def yizhan_rows(path):
    """The rows of a CSV file that count something; the others are months without visits, which stand there as zero."""
    rows = []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["visits"] == "0":
                assert row["people"] == "0", row
                continue
            year, month = row["month"].split("-")
            month, station = int(year) * 12 + int(month) - 1, int(row["station"].removeprefix("YZ-")) - 1
            key = (month * 1_000_000 + station) * 10 + GROUPS.index(row["group"])
            rows.append((key, int(row["visits"]), int(row["people"])))
    table = numpy.array(rows, dtype=numpy.int64)
    order = numpy.argsort(table[:, 0])
    return [table[order, column] for column in range(3)]


def measured_command(programs, database):
    """The whole command as a process: the best time and the file."""
    path, best = programs.path("district.csv"), float("inf")
    for _ in range(programs.options.rounds):
        begin = time.perf_counter()
        programs.run(
            "yizhan", "usage", "export", *TWO_YEARS, "--by", QUESTION, "--format", "csv", "-o", path, "--db", database)
        best = min(best, time.perf_counter() - begin)
    return best, path


def compared(programs, shape):
    """One shape on both sides; returns the report and whether all is well."""
    database, visits = programs.made(shape)
    ask = ["ask", "--db", database, *TWO_YEARS, "--by", QUESTION]
    duck = loaded(visits)
    ours, theirs, first = [], {way: [] for way in WAYS}, []
    for _ in range(programs.options.rounds):
        answer = programs.benchmark(*ask, "--rounds", "5")
        ours.append(answer["best_s"])
        first.append(answer["first_s"])
        for way, text in WAYS.items():
            seconds, columns = timed_query(duck, text)
            theirs[way].append(seconds)
    path = programs.path(f"{shape}.csv")
    programs.benchmark(*ask, "--rounds", "1", "--csv", path)
    mine, other = yizhan_rows(path), duckdb_rows(columns)
    is_equal = all(numpy.array_equal(a, b) for a, b in zip(mine, other))
    way = min(theirs, key=lambda way: min(theirs[way]))
    ratio = min(ours) / min(theirs[way])
    report = {
        "shape": shape, "visits": int(other[1].sum()), "rows": len(other[0]), "rows_equal": is_equal,
        "yizhan_s": min(ours), "yizhan_first_s": min(first), "duckdb_s": round(min(theirs[way]), 6), "duckdb_way": way,
        "ratio": round(ratio, 4), "ratio_bar": RATIOS[shape]}
    is_well = is_equal and ratio <= RATIOS[shape]
    if shape == "district":
        report["command_s"], exported = measured_command(programs, database)
        report["command_s"] = round(report["command_s"], 4)
        report["command_bar_s"] = COMMAND_S
        with open(exported, "rb") as one, open(path, "rb") as two:
            report["command_file_equal"] = one.read() == two.read()
        is_well = is_well and report["command_s"] < COMMAND_S and report["command_file_equal"]
    return report, is_well


def country(programs):
    database, _ = programs.made("country")
    rounds = ["--rounds", str(programs.options.rounds)]
    towns = programs.benchmark("ask", "--db", database, *ONE_YEAR, "--by", "month,town,group", *rounds)
    ask = ["ask", "--db", database, *ONE_YEAR, "--by", QUESTION, "--rounds", "3"]
    nowhere = programs.benchmark(*ask, "--csv", "/dev/null")
    disk = programs.benchmark(*ask, "--csv", programs.path("country.csv"))
    report = {
        "shape": "country", "people": towns["people"], "by_town_s": towns["best_s"],
        "by_town_median_s": towns["median_s"], "by_town_bar_s": TOWNS_S, "by_town_rows": towns["rows"],
        "csv_rows": disk["rows"], "csv_rows_per_s": disk["rows_per_s"],
        "csv_to_dev_null_rows_per_s": nowhere["rows_per_s"], "csv_bar_rows_per_s": ROWS_PER_S}
    return report, towns["best_s"] < TOWNS_S and disk["rows_per_s"] >= ROWS_PER_S


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True, help="where the data are made and kept")
    parser.add_argument("--programs", default=os.path.join(ROOT, ".build/release"), help="folder of both programs")
    parser.add_argument("--visits", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shape", action="append", choices=["district", "province", "country"])
    options = parser.parse_args()
    if options.visits < 1 or options.rounds < 1:
        parser.error("--visits and --rounds must be at least 1")
    os.makedirs(options.folder, exist_ok=True)
    programs, is_well = Programs(options), True
    for shape in options.shape or ["district", "province", "country"]:
        report, is_good = country(programs) if shape == "country" else compared(programs, shape)
        print(json.dumps(report), flush=True)
        is_well = is_well and is_good
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())

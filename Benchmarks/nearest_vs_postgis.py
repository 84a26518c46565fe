#!/usr/bin/env python3
"""Answers a second to "the nearest 5": yizhan over HTTP, and PostGIS over its own protocol, in turn on one machine.

PostGIS has the same stations as geographies with a GiST index, gives id and distance alone, by a prepared statement, to
pgbench; yizhan gives whole stations in JSON to wrk. Both have 8 clients, each of which asks from another place each time.
A temporary database cluster is made and removed. Prints one line of JSON: the medians, and their ratio.

    python3 Benchmarks/nearest_vs_postgis.py STATIONS.csv [--rounds 3] [--seconds 4]

Needs postgresql-15-postgis-3 and wrk (Debian), and to be run by root, which gives the user postgres a folder.
"""

import argparse, csv, json, os, re, shutil, statistics, subprocess, sys, tempfile

from serving import BUILT, answers_per_second, no_answers, serve, wrk

PROGRAMS = "/usr/lib/postgresql/15/bin"
CLIENTS = 8
SCRIPT = """\\set lat random(22000000, 46000000)
\\set lon random(100000000, 125000000)
SELECT id, place <-> ST_SetSRID(ST_MakePoint(:lon / 1000000.0, :lat / 1000000.0), 4326)::geography AS distance
FROM station ORDER BY place <-> ST_SetSRID(ST_MakePoint(:lon / 1000000.0, :lat / 1000000.0), 4326)::geography LIMIT 5;
"""


def as_postgres(folder, *command, **options):
    environment = {**os.environ, "PGHOST": folder, "PGDATABASE": "postgres", "PGUSER": "postgres"}
    return subprocess.run(["runuser", "-u", "postgres", "--", *command], check=True, capture_output=True, text=True,
                          env=environment, cwd=folder, **options).stdout


class PostGIS:
    def __init__(self, stations):
        self.folder = tempfile.mkdtemp()
        shutil.chown(self.folder, "postgres")
        as_postgres(self.folder, f"{PROGRAMS}/initdb", "-D", f"{self.folder}/data", "-A", "trust")
        # All of it stays in memory, as yizhan's directory does.
        as_postgres(self.folder, f"{PROGRAMS}/pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o",
                    f"-k {self.folder} -h '' -c shared_buffers=512MB", "start")
        rows = "\n".join(f"{row['id']}\t{row['lon']}\t{row['lat']}" for row in stations)
        as_postgres(
            self.folder, "psql", "-q", "-v", "ON_ERROR_STOP=1", input=f"""
            CREATE EXTENSION postgis;
            CREATE TABLE given (id text, lon float8, lat float8);
            COPY given FROM stdin;\n{rows}\n\\.
            CREATE TABLE station AS
              SELECT id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS place FROM given;
            CREATE INDEX ON station USING gist (place);
            VACUUM ANALYZE station;
            """)
        with open(f"{self.folder}/nearest.sql", "w") as file:
            file.write(SCRIPT)

    def load(self, seconds):
        output = as_postgres(self.folder, "pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1",
                             "-T", str(seconds), "-f", f"{self.folder}/nearest.sql")
        return float(re.search(r"tps = ([\d.]+)", output)[1])

    def stop(self):
        as_postgres(self.folder, f"{PROGRAMS}/pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


def load(server, seconds):
    """Answers a second."""
    said = wrk(server, CLIENTS, seconds)
    if no_answers(said):
        sys.exit(said)
    return answers_per_second(said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stations")
    parser.add_argument("--yizhan", default=os.path.join(BUILT, "yizhan"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    with open(options.stations, encoding="utf-8-sig", newline="") as file:
        stations = list(csv.DictReader(file))
    folder = tempfile.mkdtemp()
    postgis, yizhan = PostGIS(stations), serve(options.yizhan, options.stations, folder)
    try:
        load(yizhan, 1)
        postgis.load(1)
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(load(yizhan, options.seconds))
            theirs.append(postgis.load(options.seconds))
    finally:
        yizhan.stop()
        postgis.stop()
        shutil.rmtree(folder)
    print(json.dumps({
        "stations": len(stations), "yizhan_per_s": round(statistics.median(ours)),
        "postgis_per_s": round(statistics.median(theirs)),
        "ratio": round(statistics.median(one / other for one, other in zip(ours, theirs)), 2)}))


if __name__ == "__main__":
    sys.exit(main())

"""With a stations CSV: its lines "lat lon", in its order. Without: distances (m) by GeographicLib for the lines
"lat1 lon1 lat2 lon2" of standard input."""
import csv
import sys

from geographiclib.geodesic import Geodesic

if len(sys.argv) > 1:
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            print(row["lat"], row["lon"])
else:
    for line in sys.stdin:
        if line.strip():
            print(repr(Geodesic.WGS84.Inverse(*map(float, line.split()), Geodesic.DISTANCE)["s12"]))

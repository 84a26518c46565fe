"""Distance (m) and initial azimuth (degrees) by GeographicLib for lines of "lat1 lon1 lat2 lon2"."""
import sys

from geographiclib.geodesic import Geodesic

for line in sys.stdin:
    if line.strip():
        result = Geodesic.WGS84.Inverse(*map(float, line.split()))
        print(repr(result["s12"]), repr(result["azi1"] % 360))

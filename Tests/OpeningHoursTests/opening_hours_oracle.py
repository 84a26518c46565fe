"""The oracle of the differential test: evaluates expressions by the PyPI package opening-hours-py.

Reads JSON objects, one a line, from standard input and answers each with one on standard output.

  {"expression": "Mo 08:00-10:00; PH off", "instant": 1795500000, "zone": "Asia/Shanghai", "country": "CN"}
      -> {"state": "open" | "closed" | "unknown", "next_change": 1795507200 | null}
  {"holidays": "CN", "first_year": 2020, "last_year": 2030}
      -> {"days": ["2020-01-01", ...]}, what the package takes PH to be (no list of one's own can be given to it)

Instants are seconds since 1970-01-01T00:00:00Z. "country" may be left out: no day is a holiday then.
"""

import datetime
import json
import sys
import zoneinfo

from opening_hours import OpeningHours

MISSING = object()

# Without a bound the package looks for a change until the year 9999, seconds for an expression that has none.
LONGEST_INTERVAL_DAYS = 2000


def evaluate(case, cache={}):
    key = (case["expression"], case["zone"], case.get("country"))
    hours = cache.get(key, MISSING)
    zone = zoneinfo.ZoneInfo(case["zone"])
    if hours is MISSING:
        hours = cache[key] = OpeningHours(
            case["expression"],
            timezone=zone,
            country=case.get("country"),
            auto_country=False,
            auto_timezone=False,
            max_interval_days=LONGEST_INTERVAL_DAYS,
        )
    instant = datetime.datetime.fromtimestamp(case["instant"], zone)
    state = str(hours.state(instant)[0])
    change = hours.next_change(instant)
    return {"state": state, "next_change": None if change is None else int(change.timestamp())}


def holidays(request):
    hours = OpeningHours("PH", country=request["holidays"])
    start = datetime.datetime(request["first_year"], 1, 1)
    end = datetime.datetime(request["last_year"] + 1, 1, 1)
    days = []
    for first, last, state, _ in hours.intervals(start, end):
        while str(state) == "open" and first < last:
            days.append(first.date().isoformat())
            first += datetime.timedelta(days=1)
    return {"days": days}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        answer = holidays(request) if "holidays" in request else evaluate(request)
        print(json.dumps(answer))


if __name__ == "__main__":
    main()

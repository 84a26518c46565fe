"""Stations far from all others, one for each of many opening hours: a CSV file for the import, on standard output."""

import csv
import random
import sys

SEED = 20261124
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

CHOSEN = [
    "24/7", "24/7; PH off", "off", "Mo-Fr off; 24/7", "00:00-24:00", "08:00-08:00", "00:00-48:00", "20:00-02:00",
    "Fr 20:00-02:00; Sa off", "Mo-Fr 18:00-06:00", "17:00-26:00", "Sa-Mo 09:00-21:00; Tu-Fr 08:00-20:00",
    "Mo-Fr 08:30-12:00,13:30-17:30; PH off", "Mo-Fr 08:00-20:00; PH 10:00-16:00", "PH,Su 10:00-12:00",
    "Mo-Su,PH 08:00-20:00", "Nov 15-Mar 15 08:00-18:00; Mar 16-Nov 14 07:00-20:00", "Feb 29 10:00-12:00",
    "Feb 29 off, Feb 28 20:00-30:00", "Dec 31 22:00-26:00", "Jan", "Jun-Aug 06:00-22:00; Sep-May 07:00-20:00",
    "Mo-Fr 08:00-18:00, Sa 09:00-12:00", "Mo-Fr 11:00-14:00,17:00-20:00; Sa off; Su off", "24/7; 12:00-13:00 off",
    "Mo 08:00-12:00, Mo 14:00-16:00 off, Mo 10:00-18:00", "mo-fr 8:00 - 12:00 , 13:00-17:00", "closed", "Apr 1-10,Apr 20 off; May-Mar 09:00-10:00",
]


def times(draw):
    start = draw.randrange(0, 1440, 30)
    end = start + draw.randrange(30, 1500, 30)
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def rule(draw):
    parts = []
    if draw.random() < 0.3:
        parts.append("-".join(draw.sample(MONTHS, 2)))
    if draw.random() < 0.7:
        parts.append(draw.choice([
            "-".join(draw.sample(DAYS, 2)), ",".join(draw.sample(DAYS, 2)), draw.choice(DAYS), "PH", "PH,Sa"]))
    parts.append("off" if parts and draw.random() < 0.2 else ",".join(times(draw) for _ in range(draw.choice([1, 1, 2]))))
    if parts[-1] != "off" and draw.random() < 0.1:
        parts.append("off")
    return " ".join(parts)


def expressions():
    draw = random.Random(SEED)
    return CHOSEN + ["; ".join(rule(draw) for _ in range(draw.choice([1, 2, 2, 3]))) for _ in range(170)]


if __name__ == "__main__":
    writer = csv.writer(sys.stdout)
    writer.writerow(["id", "name", "lat", "lon", "opening_hours", "town"])
    for number, hours in enumerate(expressions()):
        writer.writerow([f"HR-{number:03}", f"Hours {number}", 30 + number / 1000, 100, hours, "远方镇"])

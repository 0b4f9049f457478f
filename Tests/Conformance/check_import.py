#!/usr/bin/env python3
"""Counts the real requests again, without Qipan, and compares: check_import.py DATA REPORT AREAS SECOND_REPORT

DATA: the folder with the city's file; REPORT: what `qipan import requests --report` wrote; AREAS: what `qipan areas`
printed; SECOND_REPORT: the report of a second run. Exit status 1 with a line for every difference.
"""
import csv
import datetime
import gzip
import statistics
import sys
from collections import defaultdict

data, report_path, areas_path, second_path = sys.argv[1:5]
faults = []


def read(path, compressed=False):
    with (gzip.open if compressed else open)(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


requests = read(f"{data}/chicago-311-sanitation.csv.gz", True)
exceptions = {int(row["row"]): row["found"] for row in read(f"{data}/chicago-311-boundary-exceptions.csv.gz", True)}
report = read(report_path)
if len(report) != len(requests):
    sys.exit(f"the report has {len(report)} lines for {len(requests)} requests")

# Placement of every located row: the recorded area, or the listed exception.
located = 0
areas = defaultdict(lambda: {"open": 0, "days": [], "duplicates": 0})
seen = {}
outcomes = defaultdict(int)
for index, (row, line) in enumerate(zip(requests, report), start=1):
    if row["lat"]:
        located += 1
        expected = exceptions.get(index, row["community_area"])
        if line["grid"] != expected:
            faults.append(f"row {index}: placed in {line['grid']!r}, expected {expected!r}")
        area = expected
        is_in = expected != ""
    else:
        area = row["community_area"] if row["community_area"] in map(str, range(1, 78)) else ""
        is_in = row["street_address"] != "" or area != ""
    content = tuple(value.strip() for value in row.values())
    if not is_in:
        outcome = "outside"
    elif row["request_number"] in seen:
        outcome = "repeated" if seen[row["request_number"]] == tuple(row.values()) else "repeated_differs"
    else:
        outcome = "added"
        seen[row["request_number"]] = tuple(row.values())
        counts = areas[area]
        if row["status"].startswith("Completed"):
            created = datetime.date.fromisoformat(row["created_date"])
            counts["days"].append((datetime.date.fromisoformat(row["completed_date"]) - created).days)
        else:
            counts["open"] += 1
        counts["duplicates"] += row["status"].endswith("Dup")
    outcomes[outcome] += 1
    if line["outcome"] != outcome:
        faults.append(f"row {index}: {line['outcome']}, expected {outcome}")

ours = {row["grid"]: row for row in read(areas_path)}
for area in sorted(set(areas) | set(ours)):
    counts = areas[area]
    median = statistics.median(counts["days"]) if counts["days"] else ""
    expected = (counts["open"], len(counts["days"]), counts["duplicates"], float(median) if counts["days"] else None)
    row = ours.get(area)
    found = row and (int(row["open"]), int(row["closed"]), int(row["duplicates"]), float(row["median_days"]) if row["median_days"] else None)
    if found != expected:
        faults.append(f"area {area or 'unplaced'}: {found}, expected {expected} (open, closed, duplicates, median days)")

again = [row for row in read(second_path) if row["outcome"] == "added"]
if again:
    faults.append(f"the second run added {len(again)} records")

for fault in faults[:40]:
    print(fault)
print(f"{located} located rows placed, {dict(outcomes)}, {len(areas)} areas compared, {len(faults)} differences")
sys.exit(1 if faults else 0)

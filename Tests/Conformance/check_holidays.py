#!/usr/bin/env python3
"""Compares `qipan calendar YEAR` on standard input with the chinesecalendar package, for every day."""
import datetime
import sys

import chinese_calendar

differences = 0
days = 0
for line in sys.stdin:
    text, kind = line.split()
    day = datetime.date.fromisoformat(text)
    days += 1
    works = chinese_calendar.is_workday(day)
    weekend = day.weekday() >= 5
    expected = ("makeup" if weekend else "workday") if works else ("holiday" if chinese_calendar.get_holiday_detail(day)[1] or not weekend else "weekend")
    # A holiday that falls on a weekend may be listed as either by both sides: what counts is whether it is worked.
    same = kind == expected or (not works and kind in ("holiday", "weekend"))
    if not same:
        differences += 1
        print(f"{day}: {kind}, expected {expected}")
if days not in (365, 366):
    sys.exit(f"{days} days are no year")
print(f"chinesecalendar: {days} days, {differences} differences")
sys.exit(1 if differences else 0)

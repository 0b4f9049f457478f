"""Prints the figures that a bulletin's plain text names as sources, as `qipan check --figures` reads them: bulletin-figures.py TEXT

Those of a unit or a grid are left out.
"""
import datetime
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    lines = file.read().splitlines()
source = re.compile(r"^([^，（]+)，([^，]+)：([\d.]+)(\D+?)（([a-z_.]+)，日志第(\d+)号）$")
day = re.compile(r"(\d+)年(\d+)月(\d+)日")
figures = []
for line in lines[lines.index("数据出处") + 1:]:
    if not (found := source.match(line)):
        continue
    name, period, value, unit, code, index = found.groups()
    days = [datetime.date(*map(int, parts)) for parts in day.findall(period)]
    bare = re.sub(f"(率|数|{unit}数|次数)$", "", name)
    pairs = [bare[at:at + 2] for at in range(0, max(len(bare) - 3, 0), 2)]
    figures.append({
        "code": code, "name": name, "unit": unit, "value": value, "words": pairs + [bare[2 * len(pairs):]],
        "from": str(days[0]), "until": str(days[-1] + datetime.timedelta(1)), "position": int(index),
    })
print(json.dumps({"figures": figures}, ensure_ascii=False))

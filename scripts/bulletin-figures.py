"""Prints the figures that a bulletin's plain text names as sources, as `qipan check --figures` reads them: bulletin-figures.py TEXT

Of each indicator the one of the issue's own days, or else the first; those of a unit or a grid are left out.
"""
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    lines = file.read().splitlines()
own = re.split(r"[　 ]+", lines[1])[-1]
source = re.compile(r"^([^，（]+)，([^，]+)：([\d.]+)(\D+?)（([a-z_.]+)，日志第(\d+)号）$")
figures = {}
for line in lines[lines.index("数据出处") + 1:]:
    if not (found := source.match(line)):
        continue
    name, period, value, unit, code, index = found.groups()
    if code in figures and period != own:
        continue
    bare = re.sub("[数率的]", "", name)
    words = [bare[at:at + 2] for at in range(len(bare) - 1)] or [bare]
    figures[code] = {
        "code": code, "name": name, "unit": unit, "value": value, "words": words, "position": int(index),
    }
print(json.dumps({"figures": list(figures.values())}, ensure_ascii=False))

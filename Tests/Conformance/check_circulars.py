#!/usr/bin/env python3
"""Writes the monthly circulars of the real requests as three people do, through the pages, and counts every number of them
again without Qipan: check_circulars.py DATA PASSWORDS

DATA: the folder with the city's file; PASSWORDS: a file of lines `name password` of an intake clerk (writer), a duty chief
(reviewer) and a leader (releaser), in this order; the server is at $QIPAN_URL. Exit status 1 with a line for every difference.
"""
import collections
import csv
import datetime
import gzip
import hashlib
import html
import html.parser
import http.cookiejar
import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

base = os.environ["QIPAN_URL"]
data, passwords = sys.argv[1:3]
YEARS = range(2011, 2015)


# ---- The independent count.


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


exceptions = {int(row["row"]): row["found"] for row in read(f"{data}/chicago-311-boundary-exceptions.csv.gz")}
requests, numbers = [], set()
for index, row in enumerate(read(f"{data}/chicago-311-sanitation.csv.gz"), start=1):
    if row["lat"]:
        area = exceptions.get(index, row["community_area"])
        is_in = area != ""
    else:
        area = row["community_area"] if row["community_area"] in map(str, range(1, 78)) else ""
        is_in = row["street_address"] != "" or area != ""
    if not is_in or row["request_number"] in numbers:
        continue
    numbers.add(row["request_number"])
    completed = row["status"].startswith("Completed")
    requests.append((
        datetime.date.fromisoformat(row["created_date"]),
        datetime.date.fromisoformat(row["completed_date"]) if completed else None,
        area,
    ))
created = collections.Counter()
created_in = collections.Counter()
ended = collections.defaultdict(list)
for start, end, area in requests:
    created[start] += 1
    created_in[start, area] += 1
    if end:
        ended[end].append((end - start).days)


def days(start, end):
    return (start + datetime.timedelta(days=step) for step in range((end - start).days))


def following(month):
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def preceding(month):
    return (month - datetime.timedelta(days=1)).replace(day=1)


def printed(value, places):
    value = Decimal(value.numerator) / Decimal(value.denominator)
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def reported(start, end):
    return sum(created[day] for day in days(start, end))


def concluded(start, end):
    return [waited for day in days(start, end) for waited in ended[day]]


def open_at(end, area=None):
    return sum(
        1 for start, closed, at in requests
        if (area is None or at == area) and start < end and not (closed and closed < end)
    )


def growth(now, then, than):
    """Domain J.1: 同比增长7.0%, 持平; values where there is nothing to grow from."""
    if now == then:
        return f"{than}持平"
    if then == 0:
        return f"{than}由0件到{now}件"
    share = Fraction(now - then, then) * 100
    amount = printed(abs(share), 1)
    return f"{than}基本持平" if amount == "0.0" else f"{than}{'增长' if share > 0 else '下降'}{amount}%"


# ---- The pages, as three people use them.


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Person:
    def __init__(self, name, password):
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), NoRedirect
        )
        self.post("/desk/sign-in", {"name": name, "password": password})
        # The administrator gave it, so everybody takes another one first.
        form = self.get("/account/first-password")
        own = "own " + password
        token = re.search(r'name="csrf" value="([^"]+)"', form)[1]
        self.post("/account/first-password", {"csrf": token, "new_password": own, "again": own})

    def get(self, path):
        with self.opener.open(f"{base}{path}") as answer:
            return answer.read().decode()

    def post(self, path, fields):
        """Where the answer leads; what it says is an error."""
        try:
            with self.opener.open(f"{base}{path}", urllib.parse.urlencode(fields).encode()) as answer:
                words = re.sub(r"<[^>]+>|\s+", " ", answer.read().decode())
        except urllib.error.HTTPError as answer:
            if answer.code == 303:
                return answer.headers["Location"]
            words = re.sub(r"<[^>]+>|\s+", " ", answer.read().decode())
        sys.exit(f"{path} {fields.get('act', '')}: {words[:2000]}")

    def act(self, path, **fields):
        token = re.search(r'name="csrf" value="([^"]+)"', self.get(path)).group(1)
        return self.post(path, {"csrf": token, **fields})


class Figures(html.parser.HTMLParser):
    """What a released page says, one figure after another, and the words around them."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("data", "span") and "fig" in (attributes.get("class") or "").split():
            self.inside = tag
            self.found.append([attributes["data-fig"], attributes.get("value"), ""])

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = None

    def handle_data(self, words):
        if self.inside:
            self.found[-1][2] += words


def areas():
    with open(f"{data}/chicago-community-areas.geojson", encoding="utf-8") as file:
        shapes = json.load(file)["features"]
    return sorted((int(shape["properties"]["area_number"]), shape["properties"]["name"]) for shape in shapes)


def circular(month):
    text = f"""# {month.year}年{month.month}月环境卫生诉求受理情况的通报
~ 街道与卫生局
## 总体情况
本月受理{{{{case.reported|件}}}}，{{{{case.reported|件|同比}}}}，{{{{case.reported|件|环比}}}}；今年以来受理{{{{case.reported@year|件}}}}。
原系统办结{{{{case.concluded_elsewhere|件}}}}，{{{{case.concluded_elsewhere|件|环比}}}}，平均{{{{case.elsewhere_days|天}}}}。到月末在办{{{{case.open|件}}}}。
"""
    if month.month == 12:
        text += "## 各片区情况\n| 片区 | 全月受理 | 年末在办 |\n"
        for number, name in areas():
            text += f"| {name} | {{{{case.reported@grid={number}|件}}}} | {{{{case.open@grid={number}|件}}}} |\n"
    return text + "## 说明\n按登记日期和办结日期计，不含区外的和重复的。\n"


def expected(month):
    """Each figure in the order of the text: its code, its value, its words."""
    end, before = following(month), preceding(month)
    year_before = month.replace(year=month.year - 1)
    now = reported(month, end)
    done = concluded(month, end)
    mean = printed(Fraction(sum(done), len(done)), 1)
    figures = [
        ("case.reported", str(now), f"{now}件"),
        ("case.reported", str(now), growth(now, reported(year_before, following(year_before)), "同比")),
        ("case.reported", str(now), growth(now, reported(before, month), "较上月")),
    ]
    total = reported(month.replace(month=1), end)
    figures += [
        ("case.reported", str(total), f"{total}件"),
        ("case.concluded_elsewhere", str(len(done)), f"{len(done)}件"),
        ("case.concluded_elsewhere", str(len(done)), growth(len(done), len(concluded(before, month)), "较上月")),
        ("case.elsewhere_days", mean, f"{mean}天"),
    ]
    left = open_at(end)
    figures.append(("case.open", str(left), f"{left}件"))
    if month.month == 12:
        for number, _ in areas():
            came = sum(created_in[day, str(number)] for day in days(month, end))
            left = open_at(end, str(number))
            figures += [("case.reported", str(came), f"{came}件"), ("case.open", str(left), f"{left}件")]
    return figures


def main():
    with open(passwords, encoding="utf-8") as file:
        writer, reviewer, leader = (Person(*line.split()) for line in file if line.strip())
    faults, compared, issues = [], 0, 0
    for year in YEARS:
        for number in range(1, 13):
            month = datetime.date(year, number, 1)
            token = re.search(r'name="csrf" value="([^"]+)"', writer.get("/desk/bulletins")).group(1)
            slot = f"monthly:{following(month)}"
            desk = writer.post("/desk/bulletins", {"csrf": token, "slot": slot, "language": "zh"})
            writer.act(desk, act="submit", text=circular(month))
            reviewer.act(desk, act="review")
            leader.act(desk, act="release")
            path = html.unescape(re.search(r'href="(/bulletins/monthly/\d+-\d+)"', leader.get(desk)).group(1))
            source = leader.get(path + "?lang=zh")
            page = Figures()
            page.feed(source)
            found = [tuple(figure) for figure in page.found]
            wanted = expected(month)
            wrong = [(a, b) for a, b in zip(found, wanted) if a != b]
            faults += [f"{month:%Y-%m} {path}: the page says {a}, counted {b}" for a, b in wrong]
            if len(found) != len(wanted):
                faults.append(f"{month:%Y-%m} {path}: {len(found)} figures, expected {len(wanted)}")
            plain = leader.get(path + ".txt")
            if hashlib.sha256(plain.encode()).hexdigest() not in source:
                faults.append(f"{month:%Y-%m} {path}: the page does not name the digest of its plain text")
            issues += 1
            compared += len(wanted)
            words = "，".join(figure[2] for figure in found[:8])
            print(f"{month:%Y-%m}  {words}  {len(wanted)} numbers, {len(wrong)} differ", flush=True)
    for fault in faults[:40]:
        print(fault)
    print(f"{issues} monthly circulars of {len(requests)} requests: {compared} numbers compared, {len(faults)} differences")
    sys.exit(1 if faults else 0)


main()

"""Lets openpyxl, which shares nothing with the server's libraries, write the hotline's sheet and read what the server writes.

    check_sheets.py URL BOARD      (a running server and its folder; the binary is $QIPAN_BINARY or the release build)
"""
import csv
import datetime
import io
import json
import os
import subprocess
import sys
import tempfile

import openpyxl
import requests

URL, BOARD = sys.argv[1:3]
BINARY = os.environ.get("QIPAN_BINARY", ".build/release/qipan")


def qipan(*arguments):
    done = subprocess.run([BINARY, *arguments, "--data", BOARD], capture_output=True, text=True, timeout=120, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


# The public list: the same cases in all three formats.
text = requests.get(f"{URL}/cases.csv", timeout=60).content
assert text.startswith(b"\xef\xbb\xbf"), "no mark for Excel"
rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
keys, lines = rows[1], rows[2:]
book = openpyxl.load_workbook(io.BytesIO(requests.get(f"{URL}/cases.xlsx", timeout=60).content), read_only=True)
sheet = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
assert sheet[1] == keys and len(sheet) == len(rows) > 300, f"{len(sheet)} rows, {len(rows)} lines"
features = json.loads(requests.get(f"{URL}/cases.geojson", timeout=60).content)["features"]
assert [row[0] for row in sheet[2:]] == [line[0] for line in lines] == [f["properties"]["number"] for f in features]
at = keys.index("reported_at")
for row, line, feature in zip(sheet[2:], lines, features):
    assert isinstance(row[at], datetime.datetime), row[at]
    shown = (row[at] + datetime.timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    assert shown == line[at] and feature["properties"]["reported_at"].startswith(line[at].replace(" ", "T")), (shown, line[at])

# The hotline's sheet, as a spreadsheet program writes it.
with tempfile.TemporaryDirectory() as folder:
    orders, back = f"{folder}/orders.xlsx", f"{folder}/back.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["工单编号", "接收时间", "问题描述", "办结时限", "一级分类", "来电人"])
    for index in range(50):
        page.append([f"DH{index:04}", datetime.datetime(2026, 1, 5, 9, index), f"路灯不亮 {index}", datetime.date(2026, 1, 9), "street-light", "张三"])
    page.append(["DH9999", datetime.datetime(2026, 1, 5, 9, 0), "=HYPERLINK(\"http://x\")", None, "street-light", None])
    page.append([20260105090000123456, datetime.datetime(2026, 1, 5, 9, 0), "a", None, "street-light", None])
    book.save(orders)
    told = qipan("hotline", "import", orders)
    assert "50 new, 0 changed, 0 unchanged, 2 not taken" in told, told
    assert "A formula stands there" in told and "Stored as a number" in told, told
    told = qipan("hotline", "import", orders)
    assert "0 new, 0 changed, 50 unchanged, 2 not taken" in told, told
    qipan("hotline", "export", back)
    answers = [list(row) for row in openpyxl.load_workbook(back).active.iter_rows(values_only=True)]
    assert answers[0][0] == "工单编号" and len(answers) == 51 and answers[1][0] == "DH0000", answers[:2]
    told = qipan("hotline", "import", back)
    assert "0 new, 0 changed, 50 unchanged, 0 not taken" in told, told
    told = qipan("hotline", "reconcile", back)
    assert "50 orders compared: 0 only in the sheet, 0 only here, 0 with another status" in told, told
print(f"openpyxl: {len(lines)} cases alike in CSV, XLSX and GeoJSON; 50 orders in, out and in again")

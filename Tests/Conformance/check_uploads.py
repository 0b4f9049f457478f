"""Lets an outside client of tus (tuspy) send photos, and cuts a connection in the middle of one.

    check_uploads.py URL

Checks: an upload that stops half way goes on where it was; what had come before a connection was cut is kept, and the rest
makes it whole; the photo that it became is served, smaller too, and asked for again costs no bytes.
"""
import io
import os
import socket
import struct
import sys
import time
import urllib.parse
import zlib

import requests
from tusclient import client

URL = sys.argv[1]
VERSION = {"Tus-Resumable": "1.0.0"}
STREAM = VERSION | {"Content-Type": "application/offset+octet-stream"}


def png(width, height):
    """A grey picture of noise, which no compressor makes small."""
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    rows = b"".join(b"\0" + os.urandom(width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def served(digest):
    for name in (f"{digest}.jpg", f"{digest}-480.jpg", f"{digest}-960.jpg"):
        answer = requests.get(f"{URL}/photos/{name}")
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg", (name, answer.status_code)
        again = requests.get(f"{URL}/photos/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and not again.content, (name, again.status_code)


# tuspy, stopped half way and taken up by another one.
picture = png(1400, 1000)
first = client.TusClient(URL + "/uploads").uploader(file_stream=io.BytesIO(picture), chunk_size=300_000)
first.upload(stop_at=600_000)
second = client.TusClient(URL + "/uploads").uploader(file_stream=io.BytesIO(picture), chunk_size=300_000, url=first.url)
assert second.offset == first.offset == 600_000, (second.offset, first.offset)
second.upload()
head = requests.head(first.url, headers=VERSION)
assert head.headers["Upload-Offset"] == str(len(picture))
served(head.headers["Qipan-Photo"])

# One long PATCH, cut after 700,000 bytes.
picture = png(1500, 1000)
begun = requests.post(URL + "/uploads", headers=VERSION | {"Upload-Length": str(len(picture))})
place = urllib.parse.urljoin(URL, begun.headers["Location"])
parts = urllib.parse.urlsplit(place)
with socket.create_connection((parts.hostname, parts.port)) as wire:
    lines = [f"PATCH {parts.path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(picture)}", "Upload-Offset: 0"]
    lines += [f"{name}: {value}" for name, value in STREAM.items()]
    wire.sendall("\r\n".join(lines + ["", ""]).encode() + picture[:700_000])
    time.sleep(1)
# What had come by then is kept a moment later; a client that asks too early is told so and asks again.
for _ in range(50):
    offset = int(requests.head(place, headers=VERSION).headers["Upload-Offset"])
    rest = requests.patch(place, headers=STREAM | {"Upload-Offset": str(offset)}, data=picture[offset:]) if offset else None
    if rest is not None and rest.status_code != 409:
        break
    time.sleep(0.1)
assert 524_288 <= offset <= 700_000, offset
assert rest.status_code == 204, (rest.status_code, rest.text)
served(rest.headers["Qipan-Photo"])
print(f"uploads: tuspy went on from 600,000 bytes, and a cut connection from {offset:,} of {len(picture):,}")

#!/usr/bin/env python3
"""Compares the text of a bulletin's PDF, as poppler extracts it, with that of its page; and reads its feed as XML.

check_bulletin.py URL
"""
import hashlib
import html.parser
import re
import subprocess
import sys
import tempfile
import urllib.request
import xml.etree.ElementTree as tree

ATOM = "{http://www.w3.org/2005/Atom}"


def get(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read()


class Text(html.parser.HTMLParser):
    """The words inside <div class="bulletin">, without drawings."""

    def __init__(self):
        super().__init__()
        self.depth = 0
        self.drawing = 0
        self.words = []

    def handle_starttag(self, tag, attributes):
        names = (dict(attributes).get("class") or "").split()
        if tag == "div" and (self.depth or "bulletin" in names):
            self.depth += 1
        if tag == "svg":
            self.drawing += 1

    def handle_endtag(self, tag):
        if tag == "div" and self.depth:
            self.depth -= 1
        if tag == "svg":
            self.drawing -= 1

    def handle_data(self, data):
        if self.depth and not self.drawing:
            self.words.append(data)


def solid(text):
    """Without blanks, and without the signs in front of the items of a list."""
    return re.sub(r"[\s•·]", "", text)


def paper(address, sheets):
    """What poppler reads, page by page, without the running head and the number of the page."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(get(address))
        file.flush()
        text = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True, text=True).stdout
    pages = text.split("\f")[:-1]
    sheets.append(len(pages))
    kept = []
    for number, page in enumerate(pages, start=1):
        lines = page.strip("\n").split("\n")
        foot = f"{number} / {len(pages)}"
        if foot not in lines:
            sys.exit(f"{address}: page {number} does not say {foot!r}")
        lines.remove(foot)
        if number == 1:
            title, first = solid(lines[0]), solid("".join(lines))
        else:
            # The head is what the first page begins with, which large print may break into more lines than one.
            lines = [line for line in lines if not (solid(line).startswith(title) and first.startswith(solid(line)))]
        kept += lines
    return "\n".join(kept)


def compare(base, path):
    """One issue: page, paper in three sizes, plain text, and its entry in the feed."""
    page = Text()
    page.feed(get(base + path).decode())
    written = solid("".join(page.words))
    sheets = []
    for way in ["", "?paper=a3", "?size=large"]:
        printed = solid(paper(f"{base}{path}.pdf{way}", sheets))
        if printed != written:
            at = next((i for i, (a, b) in enumerate(zip(printed, written)) if a != b), min(len(printed), len(written)))
            sys.exit(f"{path}{way}: the paper says …{printed[at - 20:at + 40]}… and the page …{written[at - 20:at + 40]}…")
    plain = get(f"{base}{path}.txt")
    if hashlib.sha256(plain).hexdigest() not in get(base + path).decode():
        sys.exit(f"{path}: the page does not name the digest of its plain text")
    series = path.split("/")[2]
    feed = tree.fromstring(get(f"{base}/feeds/bulletins/{series}"))
    entries = feed.findall(f"{ATOM}entry")
    if feed.tag != f"{ATOM}feed" or not entries or not entries[0].findtext(f"{ATOM}id").startswith("tag:"):
        sys.exit(f"{path}: the feed is no Atom feed with entries of stable names")
    if plain.decode().strip() not in [entry.findtext(f"{ATOM}content").strip() for entry in entries]:
        sys.exit(f"{path}: the feed has another text than the page")
    print(f"{path}: {len(written)} characters are the same on the page and on {sheets} sheets of A4, A3 and in large print")


def main():
    base = sys.argv[1]
    paths = sorted(set(re.findall(r'href="(/bulletins/[a-z]+/\d+-\d+)"', get(f"{base}/bulletins?lang=zh").decode())))
    if not paths:
        sys.exit("there is no bulletin")
    for path in paths:
        compare(base, path)


main()

#!/usr/bin/env python3
"""Reads pages and tables as a browser and a spreadsheet would, for the tests of injection.

usage: shapes.py < JSON    {"texts": [TEXT], "documents": {NAME: {"type": "html" or "csv", "body": TEXT}}}

The answer is JSON, by name: what a document is made of apart from its words (tags and the names of their attributes; the
number of rows and cells), which of the texts it shows as text, and what is wrong with it.
"""

import csv
import io
import json
import re
import sys
from html.parser import HTMLParser

STARTS = set("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-\d+(\.\d+)?\Z")


class Page(HTMLParser):
    """Its tags in order, its words, and links that lead elsewhere."""

    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.shape, self.words, self.faults = [], [], []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        self.shape.append(" ".join([tag] + names))
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                self.faults.append(f"{tag} has the attribute {name}")
            if name in ("href", "src", "action") and not re.match(r"/(?!/)|#", value or ""):
                self.faults.append(f"{tag} leads to {value!r}")

    def handle_endtag(self, tag):
        self.shape.append("/" + tag)

    def handle_comment(self, data):
        self.shape.append("comment")

    def handle_decl(self, decl):
        self.shape.append("declaration")

    def handle_pi(self, data):
        self.shape.append("instruction")

    def unknown_decl(self, data):
        self.shape.append("unknown declaration")

    def handle_data(self, data):
        self.words.append(data)


def page(body, texts):
    read = Page(body)
    words = "".join(read.words)
    return {"shape": read.shape, "shows": [text in words for text in texts], "faults": read.faults}


def formulas(body, rows):
    """Cells that a spreadsheet takes for a formula, whichever separator it goes by."""
    cells = [cell for row in rows for cell in row]
    # One that is set up for semicolons or tabs reads no quotes within a line, and none of its ends.
    for separator in ";\t":
        cells += [cell.lstrip('"') for line in re.split(r"[\r\n]", body) for cell in line.split(separator)[1:]]
    cells += [line.lstrip('"') for line in re.split(r"[\r\n]", body)]
    return [cell for cell in cells if cell[:1] in STARTS and cell and not NUMBER.match(cell)]


def plain(cell):
    """Without the apostrophes that keep a spreadsheet from reading a formula."""
    return re.sub("(^|[;\t\r\n])'", r"\1", cell)


def table(body, texts):
    rows = list(csv.reader(io.StringIO(body, newline=""), strict=True))
    cells = {plain(cell) for row in rows for cell in row}
    faults = [f"{cell[:40]!r} is a formula" for cell in formulas(body, rows)]
    return {"shape": [str(len(row)) for row in rows], "shows": [plain(text) in cells for text in texts], "faults": faults}


def main():
    wish = json.load(sys.stdin)
    read = {"html": page, "csv": table}
    json.dump(
        {name: read[document["type"]](document["body"], wish["texts"]) for name, document in wish["documents"].items()},
        sys.stdout,
    )


if __name__ == "__main__":
    main()

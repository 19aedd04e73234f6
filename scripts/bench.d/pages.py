"""Opens the collector's pages one after the other over one connection, as somebody who is signed in.

usage: pages.py LOGIN_LINK ROUNDS BRANCH REGION
Each round opens every page once. Prints for each page: address, requests, median ms, p99 ms, longest ms; tab-separated.
With ROUNDS 0 it goes on, with a pause of a second after each page as a person makes one, until it is told to end (SIGTERM),
and prints one line for all pages together. Exit code 1 where a page is not answered with 200.
"""

import http.client
import signal
import statistics
import sys
import time
from urllib.parse import urlsplit

PAUSE_S = 1.0


def addresses(branch, region):
    spans = ["", "days=28", "days=365"]
    pages = ["/", "/branches", f"/branches?region={region}", f"/branches/{branch}", "/surveys"]
    join = lambda page, span: page if not span else page + ("&" if "?" in page else "?") + span
    return [join(page, span) for page in pages for span in spans] + [
        f"/?region={region}&days=28", f"/branches/{branch}/report", "/comments", f"/comments?region={region}&days=28",
        f"/comments?days=28&score=low", "/tickets", f"/tickets?branch={branch}", "/fleet", "/users", "/audit",
    ]


class Person:
    """One connection with a session."""

    def __init__(self, link):
        parts = urlsplit(link)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port)
        self.connection.request("GET", parts.path)
        answer = self.connection.getresponse()
        body = answer.read()
        self.headers = {"Cookie": (answer.getheader("Set-Cookie") or "").split(";")[0]}
        if not self.headers["Cookie"]:
            sys.exit(f"the link signs nobody in: {answer.status} {body[:200]!r}")

    def open(self, address):
        """How long it took until all of the page was there, ms."""
        start = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{address}: {answer.status}")
        return (time.perf_counter() - start) * 1000


def line(name, times):
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{name}\t{len(times)}\t{statistics.median(times):.0f}\t{p99:.0f}\t{ordered[-1]:.0f}", flush=True)


def main(link, rounds, branch, region):
    person = Person(link)
    pages = addresses(branch, region)
    times = {page: [] for page in pages}
    if int(rounds) > 0:
        for page in pages:  # the first time, what SQLite reads comes from the disk
            person.open(page)
        for _ in range(int(rounds)):
            for page in pages:
                times[page].append(person.open(page))
        for page in pages:
            line(page, times[page])
        return

    def end(*_):
        line("all pages", [each for page in pages for each in times[page]])
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    while True:
        for page in pages:
            times[page].append(person.open(page))
            time.sleep(PAUSE_S)


main(*sys.argv[1:])

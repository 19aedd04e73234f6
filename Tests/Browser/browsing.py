"""A browser that notes every fault of the pages it shows, for the tests beside this file."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, expect, sync_playwright

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

# Every name but this machine's is unknown: a page that asks another host gets nothing, and a fault of its own.
CHROMIUM = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
expect.set_options(timeout=10_000)


class Fault(Exception):
    """What is wrong, for whoever reads the last line of the output."""


class Wish:
    """What a test is to know of the collector it looks at: the fields of the JSON file named on the command line."""

    def __init__(self, path):
        self.__dict__.update(json.loads(Path(path).read_text()))


class Site:
    """One person's browser at one collector.

    Console errors, failed requests and requests to other hosts are kept in `faults`, each with its page.
    """

    def __init__(self, browser, url, size=DESK, scheme="light"):
        self.url = url
        self.context = browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB", timezone_id="UTC",
            permissions=["clipboard-read", "clipboard-write"])
        self.page: Page = self.context.new_page()
        self.faults = []
        self._refused = None
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._fault(f"script error: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _fault(self, text):
        self.faults.append(f"{urlsplit(self.page.url).path}: {text}")

    def _console(self, message):
        # That a page was refused is an error to the console; whoever expects it has said so.
        if message.location.get("url") == self._refused:
            return
        if message.type in ("error", "warning"):
            self._fault(f"console {message.type}: {message.text}")

    def _request(self, request):
        if request.url.startswith("data:"):
            return
        if urlsplit(request.url).netloc != urlsplit(self.url).netloc:
            self._fault(f"a request to another host: {request.url}")

    def _failed(self, request):
        # The event stream ends with its page, and a download is no page.
        if request.resource_type == "eventsource" or request.failure == "net::ERR_ABORTED":
            return
        self._fault(f"{request.url} failed: {request.failure}")

    def _response(self, response):
        if response.status >= 400 and response.url != self._refused:
            self._fault(f"{response.url} answered {response.status}")

    def open(self, path):
        """Opens a page of the site, and waits until its charts are drawn."""
        answer = self.page.goto(path if path.startswith("http") else self.url + path)
        self.settle()
        return answer

    def open_refused(self, address):
        """Opens an address that is expected to be refused."""
        self._refused = address
        answer = self.page.goto(address)
        return answer

    def settle(self):
        """Waits until the page is loaded and its charts are drawn."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(box => box.querySelector('canvas'))")

    def sign_in(self, link):
        """By a one-time link."""
        self.page.goto(link)
        self.page.wait_for_url(self.url + "/")


@contextmanager
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def step(name, site):
    """Says whether a step went well, and ends the program at the first that did not."""
    try:
        yield
        if site.faults:
            raise Fault("; ".join(site.faults))
    except (AssertionError, Error, Fault) as error:
        said = site.page.evaluate("document.body.innerText")
        print(f"FAIL  {name}, at {site.page.url}: {error}\nthe page said: {said[:1500]}")
        sys.exit(1)
    print(f"ok    {name}", flush=True)

"""Makes the pictures of docs/first-week.md and the README's dashboard: it does what that page says, by the words it uses.

usage: first_week.py WISH.json      of a collector that `fill_chain` in scripts/stage has filled
"""

import re
import sys
from pathlib import Path

from browsing import DESK, PHONE, Site, Wish, chromium, expect
from story import choose_days, choose_password


class Album:
    """Keeps what a page shows at the moment, from its top."""

    def __init__(self, site, folder):
        self.site = site
        self.folder = Path(folder)
        (self.folder / "first-week").mkdir(parents=True, exist_ok=True)

    def keep(self, name, height=900, size=DESK, whole=False):
        page = self.site.page
        page.set_viewport_size({"width": size["width"], "height": height})
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled", full_page=whole)
        page.set_viewport_size(DESK)

    def keep_both(self, name, height=900):
        self.keep(name, height)
        self.keep(name + "-phone", PHONE["height"], PHONE)


def dashboard(site, album, wish):
    site.open(f"/?from={wish.weeks[0]}&to={wish.weeks[1]}")
    album.keep("dashboard", 980)
    album.keep("dashboard-phone", 1600, {"width": 400})


def open_waiting(site):
    """The first ticket in the list of a customer who waited, and said so in words."""
    for link in site.page.locator("tbody th a").evaluate_all("links => links.map(link => link.href)"):
        site.open(link)
        answer = site.page.get_by_role("region", name="The whole answer").inner_text()
        if "Waiting time" in answer and "What should we do better?" in answer:
            return


def first_week(site, album, wish):
    page = site.page
    choose_password(site, wish.link, "aysel")
    choose_days(site, *wish.week)
    album.keep_both("first-week/overview", 960)
    page.locator("table.scores").get_by_role("link", name="Isles 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Isles 1")
    choose_days(site, *wish.weeks)
    album.keep("first-week/branch", 1130)
    page.get_by_role("link", name="Friday alone").click()
    page.wait_for_url(re.compile("weekday=5"))
    site.settle()
    album.keep_both("first-week/fridays", 960)
    page.get_by_role("link", name="Its tickets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tickets")
    album.keep("first-week/tickets", 560)
    open_waiting(site)
    album.keep_both("first-week/ticket", 900)
    page.get_by_label("Root cause").select_option(label="Waiting time")
    page.get_by_role("textbox", name="What was done").fill("A second desk is open on Fridays from 16 to 19.")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")
    site.settle()
    album.keep("first-week/closed", 560)
    page.get_by_role("link", name="You said, we did").click()
    page.get_by_role("textbox", name="One sentence").fill("You said the queue was long – a second desk is open on Fridays.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("region", name="For the thank-you screens")).to_be_visible()
    album.keep("first-week/you-said", 660)


if __name__ == "__main__":
    wish = Wish(sys.argv[1])
    with chromium() as browser:
        site = Site(browser, wish.url)
        album = Album(site, wish.folder)
        first_week(site, album, wish)
        dashboard(site, album, wish)
        if site.faults:
            sys.exit("\n".join(site.faults))

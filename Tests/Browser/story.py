"""A CX manager's first week, in a real browser: the worst branch, its Friday, a ticket until it is
closed, a sentence for customers, a shared view.

usage: story.py WISH.json      prints a line for each step; the exit code is 1 at the first that fails
"""

import os
import re
import subprocess
import sys

from browsing import Fault, Site, Wish, chromium, expect, step

PASSWORD = "kolu-ridu-beni"


def choose_password(site, link, name):
    page = site.page
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("^Overview"))
    site.settle()


def choose_days(site, first, last):
    page = site.page
    page.locator("details.chip").first.locator("summary").click()
    page.get_by_label("From").fill(first)
    page.get_by_label("To", exact=True).fill(last)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(f"from={first}&to={last}"))
    site.settle()


def choose(page, chip, option):
    """An option of a chip that shows `chip` now."""
    page.locator("details.chip", has_text=re.compile(f"^{chip}")).locator("summary").click()
    page.get_by_role("link", name=option, exact=True).click()
    expect(page.locator("details.chip > summary", has_text=option)).to_be_visible()


def find_worst(site, wish):
    page = site.page
    expect(page.locator(".sentence")).to_contain_text(re.compile(rf"{wish.branch} \(.*\) is below the rest of the chain"))
    groups = page.locator("table.scores tbody")
    below = groups.filter(has_text="Below the rest of the chain").locator("tr:has(td)")
    expect(below.last.locator("th")).to_have_text(wish.branch)
    # Nine answers, all of them the best, are luck.
    expect(groups.filter(has_text="No real difference")).to_contain_text(wish.lucky)
    below.last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(wish.branch)
    expect(page.locator(".sentence").first).to_contain_text("below the rest of the chain (")
    site.settle()


def heat(page):
    """What the heat map says: weekday, hour, figure, whether there are enough answers."""
    return page.locator("table.heat").evaluate(
        """table => [...table.tBodies[0].rows].flatMap(row => [...row.cells].slice(1).map((cell, index) => ({
            day: row.cells[0].textContent, hour: table.tHead.rows[0].cells[index + 1].textContent,
            score: cell.textContent === '' ? null : Number(cell.textContent.replace('−', '-')),
            sure: !cell.classList.contains('few') })))""")


def open_friday(site):
    page = site.page
    expect(page.locator(".sentence")).to_contain_text("Lowest Friday 17–18 h.")
    sure = [cell for cell in heat(page) if cell["score"] is not None and cell["sure"]]
    worst = min(sure, key=lambda cell: cell["score"])
    if (worst["day"], worst["hour"]) != ("Fri", "17"):
        raise Fault(f"the lowest hour is {worst}, not Friday at 17")
    page.get_by_role("link", name="Friday alone").click()
    page.wait_for_url(re.compile("weekday=5"))
    site.settle()
    if {cell["day"] for cell in heat(page)} != {"Fri"}:
        raise Fault("other days than Friday are shown")
    dates = page.locator("[data-chart] tbody th").all_text_contents()
    if len(dates) != 4:
        raise Fault(f"the trend has {dates} instead of four Fridays")


def open_ticket(site, wish):
    page = site.page
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Tickets").click()
    choose(page, "All branches", wish.branch)
    choose(page, "Every priority", "High")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    for words in [wish.owner, "Terrible", wish.comment, "wants a call"]:
        expect(rows).to_contain_text(words)
    rows.get_by_role("link").click()
    site.settle()
    for words in [wish.comment, "Waiting time"]:
        expect(page.get_by_role("region", name="The whole answer")).to_contain_text(words)
    expect(page.locator(".sentence").first).to_contain_text(f"with {wish.owner}")


def reveal(site, wish):
    """Runs the command as it stands on the page; what it prints is the customer's address."""
    command = site.page.locator("code").inner_text()
    environment = {**os.environ, **wish.desk, "PATH": f"{wish.programs}:{os.environ['PATH']}"}
    done = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True)
    if (done.returncode, done.stdout) != (0, wish.contact + "\n"):
        raise Fault(f"{command}: exit {done.returncode}, {done.stderr}")
    if wish.contact.split(" ")[1] in site.page.content():
        raise Fault("the page has the contact in plain")


def close(site, wish):
    page = site.page
    page.get_by_label("Root cause").select_option(label=wish.cause)
    page.get_by_role("textbox", name="What was done").fill(wish.action)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Closed")
    for words in [wish.cause, wish.action]:
        expect(page.get_by_role("region", name="What was done")).to_contain_text(words)
    site.settle()


def tell_customers(site, wish):
    page = site.page
    page.get_by_role("link", name="You said, we did").click()
    page.get_by_role("textbox", name="One sentence").fill(wish.sentence)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("region", name="For the thank-you screens")).to_contain_text(wish.sentence)


def copied_address(site):
    site.page.get_by_role("button", name="Copy link").click()
    expect(site.page.get_by_role("button", name="Copied")).to_be_visible()
    return site.page.evaluate("navigator.clipboard.readText()")


def look_at_shared(site, address, seen, wish):
    answer = site.open(address)
    if answer.status != 200 or heat(site.page) != seen:
        raise Fault(f"status {answer.status}, or other figures than those that were shared")
    expect(site.page.get_by_role("heading", level=1)).to_contain_text(wish.branch)


def be_refused(site, address, wish):
    answer = site.open_refused(address)
    text = answer.text()
    if answer.status != 404 or wish.branch in text or "heat" in text or wish.comment in text:
        raise Fault(f"status {answer.status}, and the page says something of the branch")
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()


def tell(wish):
    with chromium() as browser:
        manager = Site(browser, wish.url)
        with step("chooses a password by the link that was sent, and signs in", manager):
            choose_password(manager, wish.links["manager"], wish.manager)
        with step("looks at last week, and finds the branch that is below the rest of the chain", manager):
            choose_days(manager, wish.week[0], wish.week[1])
            find_worst(manager, wish)
        with step("looks at its four weeks: Friday at 17 is the lowest hour; opens the Fridays", manager):
            choose_days(manager, wish.weeks[0], wish.weeks[1])
            open_friday(manager)
            address, seen = copied_address(manager), heat(manager.page)
        with step("opens the ticket of the customer who waited, and sees whose it is", manager):
            open_ticket(manager, wish)
        with step("reveals the contact by the command that the page names", manager):
            reveal(manager, wish)
        with step("closes it with cause and action", manager):
            close(manager, wish)
        with step("tells the branch's customers what was done", manager):
            tell_customers(manager, wish)
        insider = Site(browser, wish.url)
        with step("shares the Fridays with a viewer of the branch, who sees the same", insider):
            insider.sign_in(wish.links["insider"])
            look_at_shared(insider, address, seen, wish)
        outsider = Site(browser, wish.url)
        with step("and with a viewer of another branch, who gets nothing of it", outsider):
            outsider.sign_in(wish.links["outsider"])
            be_refused(outsider, address, wish)


if __name__ == "__main__":
    tell(Wish(sys.argv[1]))

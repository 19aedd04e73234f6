"""Every page at desk and phone width, light and dark: no fault, nothing cut, axe-core content, every control by keyboard.

usage: pages.py WISH.json      prints a line for each page and look; the exit code is 1 where any fails
"""

import sys
from pathlib import Path

import axe_playwright_python
from browsing import DESK, PHONE, Site, Wish, chromium

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What axe finds; colours and sizes are other ones in every look, names and order are not.
FIND = """async ([tags, colours]) => {
    const only = colours ? {type: 'rule', values: ['color-contrast']} : {type: 'tag', values: tags};
    const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
    return found.violations.map(rule => rule.id + ' at ' + rule.nodes.length + ' places, such as '
        + rule.nodes[0].html.slice(0, 160) + ': ' + rule.nodes[0].failureSummary.replaceAll('\\n', ' '));
}"""

# Wider than the window: the body, or anything that is not in a part of the page that can be scrolled.
CUT = """() => {
    const width = document.documentElement.clientWidth, faults = [];
    if (document.documentElement.scrollWidth > width) faults.push('the page is wider than the window');
    for (const part of document.querySelectorAll('main *, header *')) {
        const scrolls = part.closest('.scroll, .places, .menu, .unseen, canvas, svg');
        if (!scrolls && part.getBoundingClientRect().right > width + 1) faults.push('cut: ' + part.outerHTML.slice(0, 120));
    }
    return faults.slice(0, 3);
}"""

CHARTS = """() => [...document.querySelectorAll('canvas')].filter(canvas => {
    const rows = canvas.closest('figure')?.querySelectorAll('tbody tr').length ?? 0;
    return rows === 0 || canvas.width === 0 || !canvas.getAttribute('aria-label');
}).map(canvas => 'a chart without its table or name: ' + canvas.outerHTML.slice(0, 120))"""

# What takes part in the order of Tab; the page then notes what got the focus, and whether that is to be seen.
CONTROLS = """() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
        .filter(control => control.type !== 'hidden' && !control.disabled && control.checkVisibility());
    window.focused = [];
    document.activeElement.blur();
    document.addEventListener('focusin', event => {
        const style = getComputedStyle(event.target);
        const isSeen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        window.focused.push([all.indexOf(event.target), isSeen, event.target.outerHTML.slice(0, 120)]);
    });
    window.names = all.map(control => control.outerHTML.slice(0, 120));
    return all.length;
}"""


def by_keyboard(page):
    """Tab comes to every control, in the order of the page, and each shows that it has the focus."""
    count = page.evaluate(CONTROLS)
    # A date has a stop for each of its parts.
    for _ in range(count + 4 * page.locator("input[type=date]:visible").count() + 1):
        page.keyboard.press("Tab")
    focused, names = page.evaluate("[window.focused, window.names]")
    order = [index for index, _, _ in focused]
    faults = [f"Tab does not come to {names[index]}" for index in range(count) if index not in order]
    # From the end it goes on at the beginning, wherever it began: once back is no jump.
    stops = [index for place, index in enumerate(order) if place == 0 or index != order[place - 1]]
    if sum(after < before for before, after in zip(stops[:count], stops[1:count])) > 1:
        faults.append("Tab jumps about")
    return faults + [f"the focus is not to be seen on {html}" for _, is_seen, html in focused if not is_seen]


def look_at(site, path, is_full):
    """Everything that is wrong with one page in one look."""
    site.faults.clear()
    page = site.page
    answer = site.open(path)
    faults = [] if answer.status == 200 else [f"status {answer.status}"]
    # Runs from the debugger's side, where the page's Content-Security-Policy need not be lifted.
    page.evaluate(AXE)
    faults += page.evaluate(FIND, [RULES, not is_full]) + page.evaluate(CUT) + page.evaluate(CHARTS)
    if is_full:
        faults += by_keyboard(page)
    return faults + site.faults


def sites(browser, wish, links):
    for size, width in [(DESK, "desk"), (PHONE, "phone")]:
        for scheme in ["light", "dark"]:
            site = Site(browser, wish.url, size, scheme)
            if links:
                site.sign_in(links.pop())
            yield site, f"{width}, {scheme}", scheme == "light"
            site.context.close()


def check(wish):
    failed = 0
    with chromium() as browser:
        for links, paths in [([], wish.open), (wish.logins, wish.pages)]:
            for site, look, is_full in sites(browser, wish, links):
                for path in paths:
                    faults = look_at(site, path, is_full)
                    failed += bool(faults)
                    print(f"{'FAIL' if faults else 'ok  '}  {look}: {path}", *faults, sep="\n        ", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(1 if check(Wish(sys.argv[1])) else 0)

"""The screenshots of the documentation: ``python tests/browser/screenshots.py`` writes docs/*.png.

Answers are those of the stand-in, so that the pictures change only when the page does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from standin import AMBIGUOUS, CONFLICT, RANKING, STAFF, StandIn  # noqa: E402 - these stand elsewhere
from visitor import CHROMIUM, FLAGS, opened, served  # noqa: E402

TABS = (
    ("screenshot-data.png", "指标数据"),
    ("screenshot-audit.png", "数据核对"),
    ("screenshot-originals.png", "原文"),
)
SHOTS = (
    ("screenshot-desktop.png", 1366, 860, "light", (STAFF,), "#yj-1-1"),
    ("screenshot-ranking.png", 1366, 860, "light", (RANKING,), ""),
    ("screenshot-choices.png", 1366, 860, "light", (AMBIGUOUS,), ""),
    ("screenshot-phone.png", 360, 740, "light", (STAFF,), ""),
    ("screenshot-dark.png", 1366, 860, "dark", (CONFLICT,), "#yj-1-1"),
)


def take_screenshots(folder: Path) -> None:
    """One picture for each width and scheme."""
    with served(StandIn()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, width, height, scheme, questions, lit in SHOTS:
            with opened(browser, address, width, height, scheme) as visit:
                for question in questions:
                    visit.ask(question)
                if lit:
                    visit.page.locator(f".yj-mark[href='{lit}']").first.click()
                visit.page.mouse.move(0, 0)
                visit.page.wait_for_timeout(3000)
                visit.page.screenshot(path=folder / name)
        for name, tab in TABS:
            with opened(browser, address) as visit:
                visit.page.get_by_role("tab", name=tab).click()
                visit.page.wait_for_timeout(5000)
                visit.page.screenshot(path=folder / name)
        with opened(browser, address) as visit:
            visit.ask(STAFF)
            place = visit.page.locator("#yj-1-1 .yj-open a").get_attribute("href")
            visit.page.goto(f"{address}{place}")
            visit.page.wait_for_timeout(1000)
            visit.page.screenshot(path=folder / "screenshot-cell.png")
        browser.close()


if __name__ == "__main__":
    take_screenshots(ROOT / "docs")

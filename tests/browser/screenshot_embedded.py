"""Renews docs/screenshot-embedded.png: ``examples/intranet.html`` with frame and open button."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path[:0] = [str(Path(__file__).parent.parent.parent), str(Path(__file__).parent.parent)]

from standin import STAFF, StandIn  # noqa: E402 - these stand elsewhere
from test_embed import ROOT, SHIPPED, portal  # noqa: E402
from visitor import CHROMIUM, FLAGS, served  # noqa: E402


def main() -> None:
    """Ask in the frame, open the button, take the picture."""
    with tempfile.TemporaryDirectory() as name, portal(Path(name)) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(StandIn(), frame_ancestors=(host,)) as youju:
            example = (ROOT / "examples" / "intranet.html").read_text(encoding="utf-8")
            page_file = Path(name) / "intranet.html"
            page_file.write_text(example.replace(SHIPPED, youju.rstrip("/")), encoding="utf-8")
            page = browser.new_page(viewport={"width": 1366, "height": 860}, locale="zh-CN")
            page.goto(f"{host}/intranet.html")
            frame = page.frame_locator("#youju")
            frame.locator("#yj-question textarea").fill(STAFF)
            frame.locator("#yj-send").click()
            frame.locator(".yj-copy").wait_for()
            page.get_by_role("button", name="问文件").click()
            page.frame_locator("[data-youju] iframe").locator(".yj-copy").wait_for()
            page.wait_for_timeout(1000)
            page.screenshot(path=ROOT / "docs" / "screenshot-embedded.png")
        browser.close()


if __name__ == "__main__":
    main()

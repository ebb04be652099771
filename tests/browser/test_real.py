"""The page with the real index and model, from the command to an opened citation."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from visitor import opened

pytestmark = [pytest.mark.page, pytest.mark.model]

ROOT = Path(__file__).parent.parent.parent
READY = "有据已就绪："


def test_from_the_command_to_a_highlighted_quote(browser: Browser, tmp_path: Path) -> None:
    """`python app.py`, ask for a figure, open its source; no other host is spoken to, on either side."""
    notes = tmp_path / "notes"
    paths = os.pathsep.join([str(ROOT / "tests" / "loopback_only"), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "LOOPBACK_NOTES": str(notes)}
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0"]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix(READY) + "/"
        print(f"ready after {time.perf_counter() - begun:.1f} s")  # noqa: T201 - shown by pytest -s
        try:
            with opened(browser, address) as visit:
                visit.page.set_default_timeout(90_000)
                visit.ask("长春职业技术学院有多少专任教师？")
                expect(visit.page.locator(".yj-lead strong")).to_contain_text("716")
                visit.page.locator(".yj-mark").first.click()
                expect(visit.page.locator(".yj-card.is-lit mark").first).to_have_text("716")
                assert visit.outside == []
                assert visit.errors == []
        finally:
            process.terminate()
    assert not notes.exists()

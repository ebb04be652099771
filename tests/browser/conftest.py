"""A Chromium, a served page and its visitors."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from typing import TYPE_CHECKING

from standin import StandIn
from visitor import CHROMIUM, FLAGS, Watched, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator


expect.set_options(timeout=60_000)  # a busy machine takes seconds to draw a chart


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def standin() -> StandIn:
    return StandIn()


@pytest.fixture(scope="session")
def address(standin: StandIn) -> Iterator[str]:
    with served(standin) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Watched]:
    with opened(browser, address) as watched:
        yield watched


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Watched]:
    with opened(browser, address, 360, 740) as watched:
        yield watched

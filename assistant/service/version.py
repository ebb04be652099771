"""Which version of the program runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The installed version, or "" where the program runs from its folder alone."""
    try:
        return version("youju")
    except PackageNotFoundError:
        return ""

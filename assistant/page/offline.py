"""Gradio, imported so that it neither phones home nor rewrites itself.

``from assistant.page.offline import gr`` instead of ``import gradio as gr``, everywhere.
"""

from __future__ import annotations

import inspect
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000",  # it would sum up all calls with pandas after each
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
}


@contextmanager
def without_stub_files() -> Iterator[None]:
    """Keep Gradio from rewriting the type stubs of its components at every import.

    Gradio parses the source of each component class and compares it with its stub, which takes half
    of the import (2 s of 4 s); a class without a source file it leaves alone.
    """
    getfile = inspect.getfile

    def refuse(thing: Any) -> str:
        if type(thing).__name__ == "ComponentMeta":
            raise OSError("stubs are not needed")
        return getfile(thing)

    inspect.getfile = refuse  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = getfile


@contextmanager
def without_agents() -> Iterator[None]:
    """Keep Gradio from importing the MCP SDK (1 s), which it would offer to serve with."""
    known = sys.modules.get("mcp")
    sys.modules["mcp"] = None  # type: ignore[assignment] # an import of it fails, and Gradio expects that
    try:
        yield
    finally:
        del sys.modules["mcp"]
        if known is not None:
            sys.modules["mcp"] = known


os.environ.update(OFFLINE)
with without_stub_files(), without_agents():
    import gradio as gr

__all__ = ["gr"]

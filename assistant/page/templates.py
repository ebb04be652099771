"""The HTML templates beside this file; every value put into them is escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

HERE = Path(__file__).parent
FIGURE = re.compile(r"[-+−]?[\d,，]+(\.\d*)?(\s?[%％]|\s[^\d\s]{1,8})?")
"""A figure alone, or with its unit behind a blank: ``716 人``, but not ``2023年``."""


def broken_lines(text: str) -> Markup:
    """Text with its line breaks as ``<br>``."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, to be set flush right."""
    return FIGURE.fullmatch(text.strip()) is not None


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = broken_lines
    environment.tests["figure"] = is_figure
    return environment


ENVIRONMENT = _environment()


def render(template: str, **values: Any) -> str:
    """A template filled in, on one line: the chat would read a blank line as the end of the HTML."""
    filled = ENVIRONMENT.get_template(template).render(**values)
    return "".join(line.strip() for line in filled.split("\n"))

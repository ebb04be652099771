"""What an installation may set: by ``YOUJU_…`` environment variables, the command line on top."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it."""


def _origin(text: str) -> str:
    if not ORIGIN.fullmatch(text):
        raise ValueError(f"“{text}” 不是网址来源，应写作 http://主机 或 https://主机:端口")
    return text.lower()


Origins = tuple[Annotated[str, AfterValidator(_origin)], ...]


class Settings(BaseSettings):
    """The settings of the page, with their defaults.

    ``frame_ancestors`` may show the page in a frame, ``allowed_origins`` may call the HTTP
    interface from a browser; the page's own origin always may. Both are JSON lists. ``state`` is the
    folder of what the program writes.
    """

    model_config = SettingsConfigDict(env_prefix="YOUJU_", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    index: Path | None = None
    state: Path = Path("var")
    frame_ancestors: Origins = ()
    allowed_origins: Origins = ()
    readers_at_once: Annotated[int, Field(ge=1, le=256)] = 8


def read_settings(**given: object) -> Settings:
    """The settings; ``given`` ones that are not None win over the environment."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"设置 {name} 不对：{first['msg']}") from None

"""What an installation may set: command line over environment over a TOML file over the defaults.

The name of a setting is the same everywhere: ``port`` in the file, ``YOUJU_PORT`` in the environment.
"""

from __future__ import annotations

import json
import os
import re
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "YOUJU_"
ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")
ROOT_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
HEADER = re.compile(r"[A-Za-z0-9-]+")
DEFAULT_FILE = Path("youju.toml")
OTHER_VARIABLES = ("YOUJU_CONFIG", "YOUJU_MODEL", "YOUJU_MODEL_DIR")
"""Variables of this prefix that are no settings of the service."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it."""


def _origin(text: str) -> str:
    if not ORIGIN.fullmatch(text):
        raise ValueError(f"“{text}” 不是网址来源，应写作 http://主机 或 https://主机:端口")
    return text.lower()


def _root_path(text: str) -> str:
    if not ROOT_PATH.fullmatch(text):
        raise ValueError(f"“{text}” 不是路径，应写作 /youju（以 / 开头，末尾没有 /）")
    return text


def _header(text: str) -> str:
    if not HEADER.fullmatch(text):
        raise ValueError(f"“{text}” 不是 HTTP 头的名称，应写作 X-Remote-User 一类")
    return text.lower()


def _rate(text: str) -> str:
    from limits import parse_many

    if text:
        try:
            parse_many(text)
        except ValueError as error:
            raise ValueError(f"“{text}” 不是频率，应写作 60/minute 或 60/minute;1000/day") from error
    return text


def _listed(value: Any) -> Any:
    """A list from the environment: JSON, or words between commas."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [part for part in re.split(r"[,\s]+", value) if part]


Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_listed)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_listed)]
LOOPBACK = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))


class Settings(BaseSettings):
    """The settings of the service, with their defaults; the descriptions are shown by ``--help``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", description="监听的地址；127.0.0.1 只限本机，0.0.0.0 对所有网卡")
    port: int = Field(default=7860, ge=0, le=65535, description="端口；0 表示任选空闲端口")
    root_path: Annotated[str, AfterValidator(_root_path)] = Field(
        default="", description="在反向代理的哪个子路径下，如 /youju"
    )
    index: Path | None = Field(default=None, description="索引文件夹，默认用自带文件的索引")
    state: Path = Field(default=Path("var"), description="运行中产生的数据（审计日志、反馈）所在的文件夹")
    readers_at_once: int = Field(default=8, ge=1, le=256, description="同时作答的人数，其余排队")
    stop_seconds: int = Field(default=5, ge=0, le=600, description="停止时最多等待正在进行的回答多少秒")

    frame_ancestors: Origins = Field(
        default=(), description="允许用框架嵌入页面的网站，如 http://portal.example.cn"
    )
    allowed_origins: Origins = Field(default=(), description="允许在浏览器中调用接口的其他网站，写法同上")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="浏览器地址栏中可以出现的主机名，如 youju.example.cn；空表示不限"
    )
    sign_in: Literal["none", "password", "proxy"] = Field(
        default="none", description="登录方式：none 不登录，password 用户名和密码，proxy 由反向代理认证"
    )
    password_file: Path | None = Field(
        default=None, description="sign_in 为 password 时的用户文件（python -m assistant user 管理）"
    )
    user_header: Annotated[str, AfterValidator(_header)] = Field(
        default="x-remote-user", description="sign_in 为 proxy 时代理写入用户名的 HTTP 头"
    )
    trusted_proxies: Networks = Field(
        default=(), description="反向代理的地址或网段，如 10.0.0.5；只采信它们的用户名和 X-Forwarded-For"
    )
    question_rate: Annotated[str, AfterValidator(_rate)] = Field(
        default="6000/minute", description="每个用户（不登录时每个地址）的请求频率上限；空表示不限"
    )

    audit: bool = Field(
        default=False, description="是否记审计日志：谁、何时、问了什么、引了哪些文件、是否拒答"
    )
    audit_days: int = Field(default=180, ge=1, le=36500, description="审计日志保留的天数")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="运行日志的级别；info 含每次请求"
    )
    log_format: Literal["text", "json"] = Field(default="text", description="运行日志的格式（写到标准错误）")
    monitors: Networks = Field(default=LOOPBACK, description="可以读 /metrics 的地址或网段")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where values come from, first wins."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


REASONS = {
    "extra_forbidden": "没有这项设置",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "string_type": "应为文字",
    "tuple_type": "应为列表",
    "ip_v4_network": "应为地址或网段，如 10.0.0.5 或 10.0.0.0/24",
    "ip_v6_network": "应为地址或网段，如 10.0.0.5 或 10.0.0.0/24",
}
"""Pydantic's kinds of error in Chinese."""

BOUNDS = {"greater_than_equal": ("ge", "不能小于"), "less_than_equal": ("le", "不能大于")}


def read_settings(config: Path | None = None, **given: object) -> Settings:
    """The settings; ``given`` ones that are not None win over the environment, that over the file.

    ``config`` (or ``$YOUJU_CONFIG``) must exist; without it, ``youju.toml`` is read where it is.
    Raises :class:`SettingsError`, which names the setting, where it was set and what it should be.
    """
    path = settings_file(config)
    _refuse_unknown_variables()
    filed = type("Settings", (Settings,), {"model_config": SettingsConfigDict(toml_file=path)})
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        settings: Settings = filed(**chosen)
    except ValidationError as error:
        raise SettingsError(_problem(error, chosen, path)) from None
    except ValueError as error:  # the file is no TOML, or a list no JSON
        raise SettingsError(f"设置文件 {path} 不是 TOML：{error}" if path else str(error)) from None
    _refuse_contradictions(settings)
    return settings


def settings_file(config: Path | None) -> Path | None:
    """The file of settings, or None where there is none."""
    named = config or (Path(os.environ["YOUJU_CONFIG"]) if os.environ.get("YOUJU_CONFIG") else None)
    if named is None:
        return DEFAULT_FILE if DEFAULT_FILE.is_file() else None
    if not named.is_file():
        raise SettingsError(f"设置文件 {named} 不存在（由 --config 或 YOUJU_CONFIG 指定）")
    return named


def _refuse_unknown_variables() -> None:
    known = {*OTHER_VARIABLES, *(variable(name) for name in Settings.model_fields)}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"没有这项设置：环境变量 {unknown[0]}。可用的设置见 python app.py --help")


def _refuse_contradictions(settings: Settings) -> None:
    """Settings that need one another."""
    if settings.sign_in == "password" and not (settings.password_file and settings.password_file.is_file()):
        raise SettingsError(
            "设置 password_file 不对：sign_in 为 password 时要有用户文件，"
            "请先运行 python -m assistant user add 用户名 --file 文件"
        )
    if settings.sign_in == "proxy" and not settings.trusted_proxies:
        raise SettingsError("设置 trusted_proxies 不对：sign_in 为 proxy 时要写明反向代理的地址")


def _problem(error: ValidationError, given: dict[str, object], path: Path | None) -> str:
    """The first problem in one line: which setting, what is wrong, where it was set."""
    first = error.errors()[0]
    field = str(first["loc"][0])
    name = ".".join([field, *(str(part) for part in first["loc"][1:2] if isinstance(part, int))])
    return f"设置 {name} 不对：{_reason(first)}（{_place(field, given, path)}）"


def _reason(problem: Any) -> str:
    kind = problem["type"]
    if kind in BOUNDS:
        key, words = BOUNDS[kind]
        return f"{words} {problem['ctx'][key]}"
    if kind == "literal_error":
        return f"应为 {problem['ctx']['expected'].replace(' or ', ' 或 ')}"
    if kind == "value_error":
        return str(problem["ctx"]["error"])
    return str(REASONS.get(kind, problem["msg"]))


def _place(field: str, given: dict[str, object], path: Path | None) -> str:
    if field in given:
        return f"命令行 --{field.replace('_', '-')}"
    return f"环境变量 {variable(field)}" if variable(field) in os.environ else f"文件 {path}"


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def shown_default(value: Any) -> str:
    """A default as it would stand in the file."""
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{part}"' for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value or ""}"'


def settings_help() -> str:
    """Every setting with its default and meaning, as ``--help`` shows it."""
    lines = [
        "\b",  # click keeps the lines of a paragraph that begins so
        "设置：写在设置文件（TOML）里，或用环境变量 YOUJU_ 加大写的名称，如 YOUJU_PORT。",
        "命令行优先，其次环境变量，再次设置文件。列表在环境变量中用逗号分开。",
    ]
    for name, field in Settings.model_fields.items():
        lines += [f"  {name} = {shown_default(field.default)}", f"      {field.description}"]
    return "\n".join(lines)


SETTINGS_HELP = settings_help()

"""Settings: from file, environment and command line; what is wrong is refused by name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.service.settings import Settings, SettingsError, read_settings, variable

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "部署指南.md"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("YOUJU_")]:
        monkeypatch.delenv(name)


def file(text: str) -> Path:
    path = Path("a.toml")
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file gives three settings, two of them are overruled."""
    path = file('port = 1\nhost = "10.0.0.1"\nroot_path = "/youju"')
    monkeypatch.setenv("YOUJU_PORT", "2")
    monkeypatch.setenv("YOUJU_HOST", "10.0.0.2")
    found = read_settings(path, port=3, index=None)
    assert (found.port, found.host, found.root_path) == (3, "10.0.0.2", "/youju")


def test_youju_toml_is_read_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without being named; a named one goes before it."""
    Path("youju.toml").write_text("port = 4", encoding="utf-8")
    assert read_settings().port == 4
    monkeypatch.setenv("YOUJU_CONFIG", str(file("port = 5")))
    assert read_settings().port == 5


@pytest.mark.parametrize("text", ["http://a.cn, https://b.cn:8443", '["http://a.cn", "https://b.cn:8443"]'])
def test_lists_in_the_environment(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between commas or as JSON."""
    monkeypatch.setenv("YOUJU_FRAME_ANCESTORS", text)
    assert read_settings().frame_ancestors == ("http://a.cn", "https://b.cn:8443")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prt = 1", "设置 prt 不对：没有这项设置（文件 a.toml）"),
        ('port = "a"', "设置 port 不对：应为整数（文件 a.toml）"),
        ("port = 70000", "设置 port 不对：不能大于 65535（文件 a.toml）"),
        ("audit_days = 0", "设置 audit_days 不对：不能小于 1（文件 a.toml）"),
        ('audit = "maybe"', "设置 audit 不对：应为 true 或 false（文件 a.toml）"),
        ('sign_in = "ldap"', "设置 sign_in 不对：应为 'none', 'password' 或 'proxy'（文件 a.toml）"),
        ('sign_in = "password"', "设置 password_file 不对"),
        ('sign_in = "proxy"', "设置 trusted_proxies 不对"),
        ('trusted_proxies = ["10.0.0.x"]', "设置 trusted_proxies.0 不对：应为地址或网段"),
        ('frame_ancestors = ["http://a; b"]', "设置 frame_ancestors.0 不对：“http://a; b” 不是网址来源"),
        ('root_path = "youju/"', "设置 root_path 不对：“youju/” 不是路径"),
        ('question_rate = "viel"', "设置 question_rate 不对：“viel” 不是频率"),
        ('user_header = "X User"', "设置 user_header 不对"),
        ("port", "设置文件 a.toml 不是 TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(text: str, message: str) -> None:
    """Which setting, what it should be, where it stands."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        read_settings(file(text))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("YOUJU_PORT", "a", "设置 port 不对：应为整数（环境变量 YOUJU_PORT）"),
        ("YOUJU_PRT", "1", "没有这项设置：环境变量 YOUJU_PRT"),
        ("YOUJU_CONFIG", "none.toml", "设置文件 none.toml 不存在"),
        ("YOUJU_ALLOWED_ORIGINS", '["http', "设置 allowed_origins 不对"),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Misspelt variables too."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(message)):
        read_settings()


def test_a_wrong_option_is_named() -> None:
    """As an option."""
    with pytest.raises(SettingsError, match=re.escape("不能大于 65535（命令行 --port）")):
        read_settings(port=70_000)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_guide(name: str) -> None:
    """With its variable's rule explained once."""
    assert f"`{name}`" in GUIDE.read_text(encoding="utf-8")


def test_help_lists_every_setting_with_its_default() -> None:
    """``python app.py --help``."""
    command = [sys.executable, str(ROOT / "app.py"), "--help"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    shown = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    assert [name for name in Settings.model_fields if f"\n    {name} = " not in shown] == []
    assert "port = 7860" in shown
    assert variable("port") in shown


def test_a_wrong_setting_ends_the_command() -> None:
    """One line, exit code 1."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "YOUJU_AUDIT_DAYS": "0"}
    command = [sys.executable, str(ROOT / "app.py")]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "audit_days" in ended.stderr


def test_the_shipped_settings_can_be_used() -> None:
    """``deploy/youju.toml`` has no wrong name or value, and fits the shipped nginx configuration."""
    found = read_settings(ROOT / "deploy" / "youju.toml")
    nginx = (ROOT / "deploy" / "nginx-youju.conf").read_text(encoding="utf-8")
    assert f"location {found.root_path}/ {{" in nginx
    assert f"proxy_pass http://{found.host}:{found.port}/;" in nginx


def test_the_systemd_unit_starts_the_program() -> None:
    """With the settings and the folder of state that ``deploy/youju.toml`` names."""
    unit = (ROOT / "deploy" / "youju.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/youju/.venv/bin/python app.py" in unit
    assert "Environment=YOUJU_CONFIG=/etc/youju/youju.toml" in unit
    assert f"/var/lib/{re.findall('StateDirectory=(.*)', unit)[0]}" == str(
        read_settings(ROOT / "deploy" / "youju.toml").state
    )

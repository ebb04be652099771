"""The user file: a line ``name:hash`` for each user, hashes by Argon2id (RFC 9106)."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 8
"""Characters of a password."""

HASHER = PasswordHasher()


class UserFileError(ValueError):
    """The user file or a change to it cannot be used; the message says where and why."""


def read_users(path: Path) -> dict[str, str]:
    """Names and hashes; blank lines and lines that begin with ``#`` are passed over."""
    users: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserFileError(f"用户文件 {path} 读不出：{error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, hashed = line.strip().partition(":")
        if not colon or not name or not hashed.startswith("$argon2"):
            raise UserFileError(f"用户文件 {path} 第 {number} 行不对：应为 用户名:密码散列")
        users[name] = hashed
    return users


def write_users(path: Path, users: dict[str, str]) -> None:
    """Replace the file in one step; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".users-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{user}:{hashed}\n" for user, hashed in sorted(users.items()))
    Path(name).replace(path)


def set_password(path: Path, user: str, password: str) -> bool:
    """Add a user or change their password; True if the user is new."""
    if not user or user.startswith("#") or any(c == ":" or not c.isprintable() or c.isspace() for c in user):
        raise UserFileError("用户名不能为空，不能以 # 开头，也不能含冒号、空格或控制字符")
    if len(password) < SHORTEST:
        raise UserFileError(f"密码至少 {SHORTEST} 个字符")
    users = read_users(path) if path.exists() else {}
    new = user not in users
    write_users(path, {**users, user: HASHER.hash(password)})
    return new


def remove_user(path: Path, user: str) -> None:
    """Take a user out of the file."""
    users = read_users(path)
    if user not in users:
        raise UserFileError(f"用户文件 {path} 中没有 {user}")
    write_users(path, {name: hashed for name, hashed in users.items() if name != user})


@cache
def nobody() -> str:
    """The hash that a user who does not exist is compared with, so that it takes as long."""
    return HASHER.hash(os.urandom(16).hex())


def matches(hashed: str | None, password: str) -> bool:
    """Whether this is the password; takes about 50 ms, for a user who does not exist too."""
    try:
        HASHER.verify(hashed or nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None

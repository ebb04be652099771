"""An assistant that knows one document alone."""

from __future__ import annotations

import pytest
from opened import ask, hashed

QUESTION = "长春职业技术学院有多少专任教师？"


def test_one_document_is_answered_from_alone() -> None:
    """What it has, it gives with its own citations; what only the other has, it does not."""
    report, reply = (hashed().within(name) for name in ("report", "reply"))
    found = ask(QUESTION, of=report)
    assert "716" in found.text
    assert {citation.document_id for citation in found.citations} == {"report"}
    assert ask(QUESTION, of=reply).abstained
    assert "716" not in ask(QUESTION, of=reply).text


def test_it_is_made_once() -> None:
    """The second time costs nothing."""
    assert hashed().within("reply") is hashed().within("reply")


def test_an_unknown_document_is_an_error() -> None:
    """By its id."""
    with pytest.raises(KeyError, match="nothing"):
        hashed().within("nothing")

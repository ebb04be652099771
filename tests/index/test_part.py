"""The index of some of the documents: the same vectors, passages and words as in the whole."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import Index, build_index
from index.encoder import HashEncoder
from index.part import part_of
from index.tokens import Encoded, Tokens

if TYPE_CHECKING:
    from pathlib import Path

FIRST = (
    "某省质量报告\n\n一、概况\n\n全省共有职业院校两所，学生三千人。\n\n二、合作\n\n学校与企业共建产业学院。\n"
)
SECOND = "对第12号提案的答复\n\n一、推动就业\n\n我们建立了就业信息平台，学生可以查询岗位。\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two small documents."""
    folder: Path = tmp_path_factory.mktemp("whole")
    (folder / "documents").mkdir()
    (folder / "documents" / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "documents" / "second.txt").write_text(SECOND, encoding="utf-8")
    build_index(folder / "documents", folder / "index", HashEncoder(), say=lambda _: None)
    return Index.open(folder / "index", HashEncoder)


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_part_has_its_own_and_nothing_else(whole: Index, name: str) -> None:
    """Passages and sentences with their vectors and tokens, numbered anew."""
    part = part_of(whole, (name,))
    assert [document.id for document in part.documents] == [name]
    assert [p.text for p in part.passages] == [p.text for p in whole.passages if p.document == name]
    for kind, pool in (("passages", whole.passages), ("sentences", whole.sentences)):
        rows = [p.number for p in pool if p.document == name]
        np.testing.assert_array_equal(part.matrix(kind), whole.matrix(kind)[rows])
    assert [s.number for s in part.sentences] == list(range(len(part.sentences)))
    assert len(part.tokens.starts) == len(part.sentences)


def test_a_part_is_searched_as_the_whole_is(whole: Index) -> None:
    """By meaning and by words; the other document's passages are not found."""
    hits = part_of(whole, ("second",)).search("学生", 10)
    assert {hit.passage.document for hit in hits} == {"second"}
    cosines = {hit.passage.text: hit.dense for hit in whole.search("学生", 10)}
    assert all(hit.dense == pytest.approx(cosines[hit.passage.text]) for hit in hits)
    assert any(hit.lexical > 0 for hit in hits)


def test_a_part_of_an_unknown_document_is_an_error(whole: Index) -> None:
    """By its id."""
    with pytest.raises(KeyError, match="third"):
        part_of(whole, ("third",))


def test_the_folder_of_a_part_goes_with_it(whole: Index) -> None:
    """Nothing is left behind."""
    part = part_of(whole, ("first",))
    folder = part.folder
    assert folder.is_dir()
    part.store.close()
    del part
    gc.collect()
    assert not folder.exists()


def test_tokens_of_some_texts() -> None:
    """In the order that is asked for, counted anew."""
    texts = [
        Encoded(np.ones(2, np.float32), np.full((n, 2), n, np.float32), np.arange(n, dtype=np.int32))
        for n in (1, 2, 3)
    ]
    chosen = Tokens.of(texts).of_texts([2, 0])
    assert chosen.starts.tolist() == [0, 3]
    assert chosen.ids.tolist() == [0, 1, 2, 0]
    assert chosen.vectors[:, 0].tolist() == [3, 3, 3, 1]
    assert chosen.counts == {0: 2, 1: 1, 2: 1}
    assert Tokens.of(texts).of_texts([]).starts.tolist() == []

"""What a city's reply and its province's report tell differently, in answers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from places import FOLDER, of_folder, with_manifest

if TYPE_CHECKING:
    from pathlib import Path


def test_an_answer_carries_what_the_other_document_says(tmp_path: Path) -> None:
    """The reply's altered number of schools is answered with the report's table beside it; asked after, both are told."""
    corpus = tmp_path / "corpus"
    shutil.copytree(FOLDER / "hebei", corpus)
    reply = corpus / "shijiazhuang-reply-1523.txt"
    text = reply.read_text(encoding="utf-8")
    reply.write_text(text.replace("驻石高职院校 8 所", "驻石高职院校 9 所"), encoding="utf-8")
    assistant = of_folder(with_manifest(corpus))
    for question in ("答复里说驻石高职院校有多少所", "石家庄市的高职院校数，两份文件一致吗"):
        answer = assistant.answer(question)
        said = "\n".join(s.text for s in answer.statements)
        assert "9 所" in said, said
        assert "8 所" in said, said
        assert {c.document_id for c in answer.citations} >= {d.id for d in assistant.documents}

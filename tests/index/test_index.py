"""Building, checking, opening and searching an index, with a stand-in for the embedding model."""

from __future__ import annotations

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from corpus import CorpusError, read_corpus
from index import Index, IndexProblem, build_index
from index.encoder import HashEncoder
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.findings import FINDINGS_FILE
from index.material import cut_material
from index.stamp import FORMAT, index_files, read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
QUOTED_NAME = '某省"O\'Brien"职业学院'
REPORT = f"""某省高等职业教育质量报告（2024年度）

某省教育厅

2025年2月

一、基本情况

（一）院校布局

全省共有职业院校两所，分布在两个市州，专业布局与产业结构基本适应。

表 1-1 核心指标表
学校名称\t专任教师数（人）\t图书（万册）
甲职业技术学院\t120\t3.5
{QUOTED_NAME}\t80\t2.0

二、产教融合

学校与龙头企业共建产业学院，共同开发课程，企业导师走进课堂授课。
"""
REPLY = "对第12号提案的答复\n\n王某委员：\n\n一、推动就业\n\n我们建立了毕业生就业信息平台，及时发布岗位信息。\n\n某市教育局\n"


class Built(NamedTuple):
    """Documents and the index made from them."""

    documents: Path
    folder: Path


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An index of two small documents, which the tests copy."""
    folder = tmp_path_factory.mktemp("original")
    place = Built(folder / "documents", folder / "index")
    place.documents.mkdir()
    (place.documents / "report.txt").write_text(REPORT, encoding="utf-8")
    (place.documents / "reply.txt").write_text(REPLY, encoding="utf-8")
    build(place)
    return place


@pytest.fixture
def built(original: Built, tmp_path: Path) -> Built:
    """A copy of it, to be changed or harmed."""
    shutil.copytree(original.documents.parent, tmp_path, dirs_exist_ok=True)
    place = Built(tmp_path / "documents", tmp_path / "index")
    set_field(place, "source", str(place.documents))
    return place


def build(place: Built, *, force: bool = False, encoder: HashEncoder | None = None) -> bool:
    said: list[str] = []
    return build_index(place.documents, place.folder, encoder or HashEncoder(), force=force, say=said.append)


def open_index(place: Built) -> Index:
    return Index.open(place.folder, HashEncoder)


def test_folder_of_an_index(built: Built) -> None:
    """An index folder has a manifest, the documents, the store, the vectors, the tokens, the findings and the twin."""
    assert sorted(path.name for path in built.folder.iterdir()) == [
        "documents", "findings.json", "manifest.json", "passages.jsonl", "store.sqlite",
        "tokens-sentences.f16", "tokens-sentences.npz", "vectors-labels.faiss", "vectors-passages.faiss", "vectors-sentences.faiss",
    ]  # fmt: skip


def test_stamp(built: Built) -> None:
    """The stamp has the format, the model, the documents' hashes, and what was cut from them."""
    stamp = read_stamp(built.folder)
    documents = read_corpus(built.documents)
    assert stamp is not None
    assert (stamp.format, stamp.model, dict(stamp.documents), stamp.material) == (
        FORMAT,
        HashEncoder().name,
        {f"{document.id}.txt": document.sha256 for document in documents},
        cut_material(documents).digest(),
    )


def test_twin(built: Built) -> None:
    """The human-readable twin has every passage, with its place in its document."""
    lines = (built.folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    index = open_index(built)
    read = [json.loads(line) for line in lines]
    assert [(r["document"], r["span"], r["text"]) for r in read] == [
        (p.document, [p.span.start, p.span.end], p.text) for p in index.passages
    ]


def test_nothing_is_left_beside(built: Built) -> None:
    """Working folders are gone when an index stands, also when it was built anew."""
    build(built, force=True)
    assert sorted(path.name for path in built.folder.parent.iterdir()) == ["documents", "index"]


def test_no_rebuild_when_nothing_changed(built: Built) -> None:
    """A current index is left alone."""
    before = (built.folder / "manifest.json").stat().st_mtime_ns
    assert (build(built), (built.folder / "manifest.json").stat().st_mtime_ns) == (False, before)


def test_findings_of_another_version_are_renewed(built: Built) -> None:
    """A current index whose findings were found by other code gets its findings anew, and nothing else."""
    path = built.folder / FINDINGS_FILE
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"version": "another", "findings": []}), encoding="utf-8")
    assert build(built) is False
    assert json.loads(path.read_text(encoding="utf-8")) == kept


def change_document(place: Built) -> None:
    (place.documents / "report.txt").write_text(REPORT.replace("120", "121"), encoding="utf-8")


def add_document(place: Built) -> None:
    (place.documents / "new.txt").write_text(REPLY.replace("12号", "13号"), encoding="utf-8")


def remove_document(place: Built) -> None:
    (place.documents / "reply.txt").unlink()


def rename_document(place: Built) -> None:
    (place.documents / "reply.txt").rename(place.documents / "other.txt")


def add_manifest(place: Built) -> None:
    entry = '[[document]]\nid = "reply"\ntitle = "另一个题名"\nfile = "reply.txt"\n'
    (place.documents / "manifest.toml").write_text(entry, encoding="utf-8")


def lose_file(place: Built) -> None:
    (place.folder / "vectors-labels.faiss").unlink()


def lose_manifest(place: Built) -> None:
    (place.folder / "manifest.json").unlink()


CHANGES = [
    change_document,
    add_document,
    remove_document,
    rename_document,
    add_manifest,
    lose_file,
    lose_manifest,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_rebuild_when_something_changed(built: Built, change: Callable[[Built], None]) -> None:
    """Whatever the index was made from: a change of it makes a new index, once."""
    change(built)
    assert (build(built), build(built)) == (True, False)


def test_rebuild_for_another_model(built: Built) -> None:
    """An index is built anew for another model."""
    assert build(built, encoder=HashEncoder(64)) is True


def test_rebuild_when_forced(built: Built) -> None:
    """--force builds in any case."""
    assert build(built, force=True) is True


def test_a_failed_build_leaves_the_old_index(built: Built) -> None:
    """Documents that cannot be read do not take away the index that stands."""
    (built.documents / "empty.txt").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError):
        build(built)
    assert len(open_index(built).documents) == 2


def test_progress(built: Built) -> None:
    """Progress ends with all texts done."""
    seen: list[tuple[int, int]] = []
    build_index(
        built.documents, built.folder, HashEncoder(), force=True, say=lambda _: None,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen[-1][0] == seen[-1][1] > 0


def remove_index(place: Built) -> None:
    shutil.rmtree(place.folder)


def lose_store(place: Built) -> None:
    (place.folder / "store.sqlite").unlink()


def damage_store(place: Built) -> None:
    (place.folder / "store.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 4096)


def cut_vectors(place: Built) -> None:
    path = place.folder / "vectors-passages.faiss"
    path.write_bytes(path.read_bytes()[:-100])


def garble_manifest(place: Built) -> None:
    (place.folder / "manifest.json").write_text("{", encoding="utf-8")


def foreign_manifest(place: Built) -> None:
    (place.folder / "manifest.json").write_text("[1, 2]", encoding="utf-8")


def other_format(place: Built) -> None:
    set_field(place, "format", FORMAT - 1)


def other_cutting(place: Built) -> None:
    set_field(place, "material", "0" * 64)


def set_field(place: Built, name: str, value: object) -> None:
    path = place.folder / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, name: value}), encoding="utf-8")


def change_copy(place: Built) -> None:
    (place.folder / "documents" / "report.txt").write_text(REPORT.replace("120", "121"), encoding="utf-8")


def lose_copy(place: Built) -> None:
    (place.folder / "documents" / "reply.txt").unlink()


def lose_copies(place: Built) -> None:
    shutil.rmtree(place.folder / "documents")


REFUSALS = [
    (remove_index, IndexMissing, "还没有索引"),
    (lose_manifest, IndexDamaged, "索引不完整"),
    (garble_manifest, IndexDamaged, "索引不完整"),
    (foreign_manifest, IndexDamaged, "索引不完整"),
    (lose_store, IndexDamaged, "缺少 store.sqlite"),
    (lose_file, IndexDamaged, "缺少 vectors-labels.faiss"),
    (damage_store, IndexDamaged, "store.sqlite 已损坏"),
    (cut_vectors, IndexDamaged, "vectors-passages.faiss 已损坏"),
    (other_format, IndexOutdated, "另一版本"),
    (other_cutting, IndexOutdated, "另一版本"),
    (change_copy, IndexDamaged, "索引里的文件被改动过"),
    (lose_copy, IndexDamaged, "索引里的文件被改动过"),
    (lose_copies, IndexDamaged, "没有这个文件夹"),
]


@pytest.mark.parametrize(
    ("harm", "kind", "message"), REFUSALS, ids=lambda value: getattr(value, "__name__", "")
)
def test_refusals(
    built: Built, harm: Callable[[Built], None], kind: type[IndexProblem], message: str
) -> None:
    """What does not fit together is refused with one line that says what to run."""
    harm(built)
    with pytest.raises(kind, match=rf"^[^\n]*{message}[^\n]*请运行 python -m index build[^\n]*$"):
        open_index(built)


@pytest.mark.parametrize(
    ("harm", "kind", "message"), REFUSALS, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_the_refusal_says_helps(
    built: Built, harm: Callable[[Built], None], kind: type[IndexProblem], message: str
) -> None:
    """Building as the line says (with --force where it says so) makes the index good again."""
    harm(built)
    with pytest.raises(kind, match=message) as refused:
        open_index(built)
    build(built, force="--force" in str(refused.value))
    assert len(open_index(built).documents) == 2


def test_refusal_names_the_documents(built: Built) -> None:
    """The command in the line builds from the same documents to the same place."""
    lose_file(built)
    with pytest.raises(
        IndexDamaged, match=f"build --corpus {built.documents} --output {built.folder} --force"
    ):
        open_index(built)


def test_refusal_of_another_model(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index made by another model says so when the encoder is first used."""
    monkeypatch.setattr("index.encoder.load_encoder", lambda _: HashEncoder(64))
    index = Index.open(built.folder)
    with pytest.raises(
        IndexOutdated, match=r"hash-ngrams@256 .*hash-ngrams@64.*请运行 python -m index build"
    ):
        _ = index.encoder


def test_default_place_needs_no_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the index that comes with the program the command has no options."""
    monkeypatch.setattr("index.search.DEFAULT_INDEX", tmp_path / ".index")
    with pytest.raises(IndexMissing, match=r"请运行 python -m index build$"):
        Index.open()


@pytest.mark.parametrize("name", ["a b", "100%", "what?", "hash#tag", "中文"])
def test_any_folder_name(built: Built, name: str) -> None:
    """Names with blanks or signs that mean something in a URL are names like others."""
    place = built._replace(folder=built.folder.with_name(name))
    build(place)
    assert len(open_index(place).store.select("SELECT id FROM observation", ())) == 4


@cache
def real_index(folder: Path) -> Index:
    """The documents that come with the program, with the stand-in model."""
    build_index(DOCUMENTS, folder, HashEncoder(), say=lambda _: None)
    return Index.open(folder, HashEncoder)


@pytest.fixture
def real(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The same index for all tests of this file."""
    return real_index(tmp_path_factory.getbasetemp() / "real-index")


FINDINGS = [
    ("碳纤维行业产教融合共同体", "passage", "全国碳纤维行业产教融合共同体"),
    ("省领导联系职业院校工作机制", "passage", "省领导联系"),
    ("红旗工匠班", "sentence", "红旗工匠班"),
    ("高职升本 职业本科 机器人技术", "passage", "职业本科"),
]


@pytest.mark.parametrize(("query", "of", "words"), FINDINGS)
def test_search_finds(real: Index, query: str, of: str, words: str) -> None:
    """One of the best hits speaks of what was asked, though the model is a stand-in."""
    hits = real.search(query, 3, of=of)
    assert any(words in hit.passage.text + hit.passage.context for hit in hits)


def test_hits_are_verbatim_and_ordered(real: Index) -> None:
    """Hits come best first, and each is its document's own text."""
    hits = real.search("产教融合", 20)
    texts = [real.document(hit.passage.document).quote(hit.passage.span) for hit in hits]
    assert ([h.passage.text for h in hits], sorted(-h.score for h in hits)) == (
        texts,
        [-h.score for h in hits],
    )


@pytest.mark.parametrize("query", ["", " ", "？！", "\0", '" OR 1=1 --', "NEAR(", "*", "a" * 20_000, "🎉"])
def test_any_query(real: Index, query: str) -> None:
    """No query is a mistake: search always answers with passages."""
    assert len(real.search(query, 3)) == 3


def test_search_where_there_is_nothing(tmp_path: Path) -> None:
    """A document without running text has no passages, and search finds none."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("一、基本情况\n", encoding="utf-8")
    place = Built(tmp_path / "documents", tmp_path / "index")
    build(place)
    assert open_index(place).search("基本情况") == []


def test_one_vector_for_each_text(real: Index) -> None:
    """There is a vector for every passage, sentence and label, equal texts have equal ones."""
    counts = [real.matrix(name).shape[0] for name in ("passages", "sentences", "labels")]
    assert counts == [len(real.passages), len(real.sentences), len(real.labels)]


def test_vectors_stand_in_order(real: Index) -> None:
    """Each sentence is nearest to itself."""
    picked = range(0, len(real.sentences), 40)
    texts = [real.sentences[number].text for number in picked]
    assert [real.sentences[real.dense("sentences", t, 1)[0][0]].text for t in texts] == texts


def test_observations_in_sql_are_those_of_the_documents(real: Index) -> None:
    """A row's number is the observation's place, and subject and text are the same."""
    rows = real.store.select("SELECT subject, printed FROM observation ORDER BY id", ())
    assert rows == [(o.subject, o.text) for o in real.observations]


def test_values_are_bound(built: Built) -> None:
    """A subject with quotation marks in its name is looked up like any other."""
    rows = open_index(built).store.select(
        "SELECT printed FROM observation WHERE subject = ? ORDER BY column_index", (QUOTED_NAME,)
    )
    assert rows == [("80",), ("2.0",)]


@pytest.mark.parametrize("subject", ["' OR '1'='1", '"; DROP TABLE observation; --', "甲%", "\0"])
def test_subjects_cannot_be_sql(built: Built, subject: str) -> None:
    """What looks like SQL is a name that nobody has."""
    store = open_index(built).store
    assert store.select("SELECT id FROM observation WHERE subject = ?", (subject,)) == []


def test_store_is_read_only(built: Built) -> None:
    """Nothing can be written through an opened index."""
    store = open_index(built).store
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.select("DELETE FROM observation", ())


def test_only_known_tables_are_matched(built: Built) -> None:
    """The table's name is one of two, whatever is asked for."""
    store = open_index(built).store
    with pytest.raises(ValueError, match="no searchable table"):
        store.match("observation", ["甲"], 1)


def test_threads_share_a_store(real: Index) -> None:
    """Many threads at once get what one gets alone."""
    subjects = sorted({o.subject for o in real.observations})
    sql = "SELECT id, printed FROM observation WHERE subject = ? ORDER BY id"

    def look_up(number: int) -> object:
        subject = subjects[number % len(subjects)]
        return real.store.select(sql, (subject,)), real.store.match("sentence", ["产教", "融合"], 9)

    alone = [look_up(number) for number in range(400)]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(look_up, range(400)))
    assert together == alone


def test_threads_search(real: Index) -> None:
    """So do searches."""
    queries = [f"第{number}个 产教融合 就业 课程" for number in range(24)]
    alone = [[h.passage.number for h in real.search(q, 5)] for q in queries]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: [h.passage.number for h in real.search(q, 5)], queries))
    assert together == alone


def test_store_gives_back_the_words_it_was_made_with(built: Built) -> None:
    """By number, what the segmenter cuts from each sentence, and from each passage with its section path."""
    index = open_index(built)
    assert [list(words) for words in index.store.words("sentence")] == [
        index.segmenter.cut(s.text) for s in index.sentences
    ]
    assert [list(words) for words in index.store.words("passage")] == [
        index.segmenter.cut(f"{p.context} {p.text}") for p in index.passages
    ]
    with pytest.raises(ValueError, match="observation"):
        index.store.words("observation")


def test_an_index_written_some_texts_at_a_time_is_the_same(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors and tokens do not depend on how many texts are held at once."""
    monkeypatch.setattr("index.build._AT_ONCE", 3)
    told: list[tuple[int, int]] = []
    build_index(
        built.documents,
        tmp_path / "i",
        HashEncoder(),
        say=lambda _: None,
        progress=lambda *now: told.append(now),
    )
    for name in index_files():
        if name != "store.sqlite":
            assert (tmp_path / "i" / name).read_bytes() == (built.folder / name).read_bytes(), name
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

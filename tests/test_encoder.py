"""Texts become vectors: the stand-in, the real model, its tokenizer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.batching import Batcher
from index.encoder import Encoder, EncoderError, HashEncoder, SentenceEncoder, fingerprint, load_encoder
from index.tokens import Encoded, Tokens
from index.weights import default_model_folder, model_is_made

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent

ODD_TEXTS = (
    "",
    " ",
    "\0",
    "长春\0职业",
    "ﷺ" * 100,
    "😀👍🏽🇨🇳",
    "２０２３年，全日制在校生１２３４人％",
    "  长春  职业\t技术\r\n学院　",
    "éclair e\u0301",
    "①②㈠ ㎡ ℃ ﬁ ‰",
    "русский текст 한국어 日本語",
    "<b>粗</b><script>alert(1)</script>",
    "' OR 1=1; DROP TABLE",
    "\u200b\ufeff\u2028",
    "𠮷野家\U0010ffff",
    "——……～·",
)

# Cosines of a query with a passage, recorded from the converted model.
COSINES = (
    ("长春职业技术学院有多少专任教师？", "长春职业技术学院专任教师数为712人。", 0.964),
    ("长春职业技术学院有多少专任教师？", "产教融合共同体建设稳步推进。", 0.839),
    ("毕业生就业率最高的是哪所学校？", "毕业去向落实率居全省首位的院校是松原职业技术学院。", 0.90),
    ("毕业生就业率最高的是哪所学校？", "今晚吃饺子。", 0.761),
)

# A question, the passage that answers it, one that does not.
TRIPLES = (
    ("全省有多少所高职院校？", "全省共有独立设置高职院校29所。", "学校图书馆新购纸质图书两万册。"),
    ("双师型教师比例是多少", "“双师素质”专任教师占比达到六成。", "校园占地面积为八百亩。"),
    ("学生去哪里就业", "毕业生留在本省工作的人数逐年上升。", "教师参加国家级教学能力比赛获奖。"),
    ("怎样深化产教融合", "组建市域产教联合体，校企共建实训基地。", "心理健康教育课程覆盖全体新生。"),
)


def test_import_is_fast_and_light() -> None:
    """Importing the module loads none of the heavy libraries and sets them to offline."""
    code = (
        "import sys, os, index.encoder; heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio'};"
        "print(sorted(heavy & set(sys.modules)), os.environ['HF_HUB_OFFLINE'], os.environ['TRANSFORMERS_OFFLINE'])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.split("\n")[0] == "[] 1 1"


@given(st.lists(st.text(max_size=20), max_size=5))
def test_hash_vectors_have_length_one(texts: list[str]) -> None:
    """The stand-in gives one row of length 1 a text, whatever the text, and always the same."""
    encoder: Encoder = HashEncoder(64)
    vectors = encoder.encode_passages(texts)
    assert vectors.shape == (len(texts), 64)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, encoder.encode_queries(texts))


def test_hash_vectors_of_like_texts_are_near() -> None:
    """Common runs of characters bring texts together."""
    query, near, far = HashEncoder().encode_queries(["专任教师数", "专任教师人数", "图书馆藏书"])
    assert query @ near > 0.5 > query @ far


def encoded(value: float) -> Encoded:
    row = np.array([value], dtype=np.float32)
    return Encoded(row, row[None, :], np.zeros(1, dtype=np.int32))


def test_tokens_find_their_best_match(tmp_path: Path) -> None:
    """Each token of a question meets the nearest token of each text, before and after saving."""
    texts = [HashEncoder().encode_query(text) for text in ("专任教师", "图书", "教师")]
    tokens = Tokens.of(texts)
    query = HashEncoder().encode_query("教书")
    best = tokens.best(query)
    assert best.shape == (2, 3)
    assert np.allclose(best[0, [0, 2]], 1, atol=1e-5)
    assert best[0, 1] < 0.9
    assert np.allclose(best[1, 1], 1, atol=1e-5)
    weights = tokens.weights(query.ids)
    assert np.allclose(weights, np.log(1 + 3 / np.array([3, 2])), atol=1e-5)
    tokens.save(tmp_path, "texts")
    again = Tokens.load(tmp_path, "texts")
    assert np.allclose(again.best(query), best, atol=2e-3)
    assert again.counts == tokens.counts


@pytest.mark.model
def test_question_tokens_leave_out_the_prompt() -> None:
    """A question's tokens are its own; its vector is that of encode_queries."""
    encoder = load_encoder()
    found = encoder.encode_query("专任教师有多少人")
    pieces = encoder.load().tokenizer.convert_ids_to_tokens(found.ids.tolist())
    assert "".join(pieces).replace("▁", "") == "专任教师有多少人"
    assert found.tokens.shape == (len(pieces), encoder.dimension)
    assert np.allclose(np.linalg.norm(found.tokens, axis=1), 1, atol=1e-5)
    assert np.array_equal(found.vector, encoder.encode_queries(["专任教师有多少人"])[0])


def test_batcher_gives_each_its_own() -> None:
    """Many threads at once share batches, and each gets the row of its own text."""
    sizes: list[int] = []

    def encode(texts: Sequence[str]) -> list[Encoded]:
        sizes.append(len(texts))
        threading.Event().wait(0.01)
        return [encoded(float(text)) for text in texts]

    batcher = Batcher(encode)
    results: dict[int, float] = {}
    threads = [
        threading.Thread(target=lambda n=n: results.update({n: float(batcher(str(n)).vector[0])}))
        for n in range(80)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert results == {n: float(n) for n in range(80)}
    assert sum(sizes) == 80
    assert max(sizes) <= 32


def test_batcher_hands_errors_over() -> None:
    """An error reaches the caller, and the next call works."""
    answers: list[Any] = [RuntimeError("broken"), [encoded(1.0)]]

    def encode(_: Sequence[str]) -> list[Encoded]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return list(answer)

    batcher = Batcher(encode)
    with pytest.raises(RuntimeError, match="broken"):
        batcher("a")
    assert batcher("b").vector.tolist() == [1]


def test_fingerprint_follows_content(tmp_path: Path) -> None:
    """The hash changes with any weight, prompt or name, and not with a note beside the model."""
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(bytes(100))
    first = fingerprint(tmp_path)
    (tmp_path / "README.md").write_text("note")
    assert fingerprint(tmp_path) == first
    (tmp_path / "model.safetensors").write_bytes(bytes(99) + b"\1")
    second = fingerprint(tmp_path)
    (tmp_path / "config.json").write_text("[]")
    assert len({first, second, fingerprint(tmp_path)}) == 3


@pytest.mark.parametrize("setting", ["nobody/no-such-model", "no such model!", "a/b/c"])
def test_unknown_model_is_refused(setting: str) -> None:
    """A name that is not on this machine is one clear line; nothing is fetched."""
    with pytest.raises(EncoderError, match="YOUJU_MODEL") as caught:
        load_encoder(setting)
    assert "\n" not in str(caught.value)


def test_folder_without_model_is_refused(tmp_path: Path) -> None:
    """Any folder is not a model."""
    with pytest.raises(EncoderError, match=r"modules\.json"):
        load_encoder(str(tmp_path))


def test_damaged_model_is_refused(tmp_path: Path) -> None:
    """A model that cannot be read is one clear line when it is first needed."""
    (tmp_path / "modules.json").write_text("not json")
    encoder = load_encoder(str(tmp_path))
    with pytest.raises(EncoderError, match="无法载入") as caught:
        encoder.encode_queries(["问"])
    assert "\n" not in str(caught.value)


def test_missing_model_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model the line names the command that makes it."""
    monkeypatch.delenv("YOUJU_MODEL", raising=False)
    monkeypatch.setenv("YOUJU_MODEL_DIR", str(tmp_path))
    with pytest.raises(EncoderError, match="python -m index model"):
        load_encoder()


def test_setting_from_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$YOUJU_MODEL chooses the model; its name begins with that of the folder."""
    folder = tmp_path / "bge-small-zh"
    folder.mkdir()
    (folder / "modules.json").write_text("[]")
    monkeypatch.setenv("YOUJU_MODEL", str(folder))
    assert load_encoder().name == f"bge-small-zh@{fingerprint(folder)}"


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The real model; `make test` makes it."""
    if not model_is_made(default_model_folder()):
        pytest.fail("no embedding model: run make model")
    return load_encoder(str(default_model_folder()))


@pytest.mark.model
def test_plain_sentence_transformer_loads_it(encoder: SentenceEncoder) -> None:
    """No argument is needed: single precision, no pooler, prompts, 512 tokens, vectors of length 1."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(encoder.folder))
    assert {str(parameter.dtype) for parameter in model.parameters()} == {"torch.float32"}
    assert not [name for name, _ in model.named_parameters() if "pooler" in name]
    assert (model.prompts["query"], model.prompts["document"]) == ("query: ", "passage: ")
    assert model.max_seq_length == 512
    assert model.get_embedding_dimension() == encoder.dimension == 384
    plain = model.encode_query(["双师型教师比例"])
    assert np.abs(plain - encoder.encode_queries(["双师型教师比例"])).max() < 1e-5
    plain = model.encode_document(["双师型教师占比六成"])
    assert np.abs(plain - encoder.encode_passages(["双师型教师占比六成"])).max() < 1e-5


@pytest.mark.model
@pytest.mark.parametrize(("query", "passage", "expected"), COSINES)
def test_cosines(encoder: SentenceEncoder, query: str, passage: str, expected: float) -> None:
    """Cosines are those that were recorded."""
    cosine = float(encoder.encode_queries([query])[0] @ encoder.encode_passages([passage])[0])
    assert cosine == pytest.approx(expected, abs=0.01)


@pytest.mark.model
@pytest.mark.parametrize(("query", "right", "wrong"), TRIPLES)
def test_right_passage_is_nearer(encoder: SentenceEncoder, query: str, right: str, wrong: str) -> None:
    """The passage that answers is nearer than one that does not."""
    near, far = encoder.encode_passages([right, wrong]) @ encoder.encode_queries([query])[0]
    assert near > far


@pytest.mark.model
def test_odd_texts_have_vectors(encoder: SentenceEncoder) -> None:
    """Nothing that a reader may type breaks the encoder, and each vector has length 1."""
    texts = [*ODD_TEXTS, "字" * 20_000]
    for vectors in (encoder.encode_queries(texts), encoder.encode_passages(texts)):
        assert vectors.shape == (len(texts), 384)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


@pytest.mark.model
def test_order_and_company_do_not_matter(encoder: SentenceEncoder) -> None:
    """A passage's vector is the same alone and among others; progress ends with all."""
    texts = ["短", "全省共有独立设置高职院校29所。" * 10, "产教融合"]
    seen: list[tuple[int, int]] = []
    together = encoder.encode_passages(texts, progress=lambda done, total: seen.append((done, total)))
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-4
    assert seen == [(3, 3)]
    assert encoder.encode_passages([]).shape == encoder.encode_queries([]).shape == (0, 384)


@pytest.fixture(scope="module")
def tokenizers(encoder: SentenceEncoder) -> tuple[Any, Any]:
    """The converted tokenizer, and sentencepiece itself with the same pieces."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    from tokenizers import Tokenizer

    description = json.loads((encoder.folder / "tokenizer.json").read_text(encoding="utf-8"))
    kinds = {"<s>": 3, "</s>": 3, "<pad>": 3, "<mask>": 3, "<unk>": 2}
    normaliser = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc")
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(normaliser.serialized_model_proto())
    del model.pieces[:]
    for piece, score in description["model"]["vocab"]:
        model.pieces.add(piece=piece, score=score, type=kinds.get(piece, 1))
    model.trainer_spec.model_type = 1
    processor = sentencepiece.SentencePieceProcessor()
    processor.LoadFromSerializedProto(model.SerializeToString())
    return Tokenizer.from_file(str(encoder.folder / "tokenizer.json")), processor


@pytest.mark.model
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_cut_as_by_sentencepiece(tokenizers: tuple[Any, Any], text: str) -> None:
    """Full-width signs, ligatures, emoji, NUL and the empty text give sentencepiece's own pieces."""
    converted, original = tokenizers
    assert converted.encode(text, add_special_tokens=False).ids == original.encode(text)


@pytest.mark.model
def test_documents_are_cut_as_by_sentencepiece(tokenizers: tuple[Any, Any]) -> None:
    """Each line of both documents gives the same pieces, none of them unknown."""
    converted, original = tokenizers
    folder = ROOT / "corpus" / "documents"
    lines = [line for file in folder.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    # A row of hyphens between table cells can be cut in two ways of equal score.
    lines = [line for line in lines if line and not line.startswith("----")]
    cuts = [encoding.ids for encoding in converted.encode_batch(lines, add_special_tokens=False)]
    assert cuts == [original.encode(line) for line in lines]
    assert original.unk_id() not in {number for cut in cuts for number in cut}
    assert len(lines) > 700


@pytest.mark.model
def test_typed_special_tokens_are_text(encoder: SentenceEncoder) -> None:
    """A reader who types <mask> gets no mask."""
    tokenizer = encoder.load().tokenizer
    numbers = tokenizer("<mask></s>")["input_ids"]
    assert tokenizer.mask_token_id not in numbers
    assert numbers.count(tokenizer.eos_token_id) == 1


@pytest.mark.model
def test_questions_at_once(encoder: SentenceEncoder) -> None:
    """Questions from many threads, with a run of passages beside them, get the vectors they get alone."""
    questions = [f"第{number}所学校有多少学生？" for number in range(24)]
    results: dict[str, Any] = {}
    threads = [
        threading.Thread(target=lambda q=q: results.update({q: encoder.encode_queries([q])[0]}))
        for q in questions
    ]
    threads.append(threading.Thread(target=encoder.encode_passages, args=(["产教融合"] * 40,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    fresh = load_encoder(str(encoder.folder))
    expected = fresh.encode_queries(questions)
    assert np.abs(np.stack([results[q] for q in questions]) - expected).max() < 1e-4


def test_offline_by_code() -> None:
    """Whoever imports the encoder cannot reach a hub."""
    assert os.environ["HF_HUB_OFFLINE"] == "1"

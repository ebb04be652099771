"""Side by side: what the other pipeline says is scored as ours is; packages are weighed with what they require."""

from __future__ import annotations

import json
import sys
import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.documents import source_text
from evals.errors import EvaluationError
from evals.model import Example, Number, QuoteEvidence
from evals.sidebyside.commands import _chat, _measured, _outcomes, _run_plain
from evals.sidebyside.environment import installed_size

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARED = Path(__file__).parents[2] / ".venv-compare"

EXAMPLE = Example(
    "a", ("甲校有多少教师？",), "fact", answerable=True, expect=((Number(Decimal(54)),),),
    evidence=((QuoteEvidence("report", "甲校有教师54名"),),),
)  # fmt: skip
REFUSED = Example("b", ("火星呢？",), "unanswerable", answerable=False)
PASSAGE = {"document": "质量报告", "quote": "甲校有教师54名。"}
ANSWERS = [
    {
        "id": "s/a",
        "answer": "甲校有教师54名。",
        "abstained": False,
        "citations": [PASSAGE],
        "latency_ms": 5.0,
    },
    {
        "id": "s/b",
        "answer": "甲校有教师54名。",
        "abstained": False,
        "citations": [PASSAGE],
        "latency_ms": 7.0,
    },
]


def test_measured_like_ours() -> None:
    """A top passage can be right and cited; it never refuses."""
    outcomes = _outcomes(ANSWERS)
    found = _measured(
        (EXAMPLE, REFUSED), list(outcomes.values()), (source_text("report", "甲校有教师54名。"),)
    )
    assert {name: value.value for name, value in found.items()} == {
        "answer@first300": 1 / 2,
        "evidence_recall": 1.0,
        "citation_precision": 1.0,
        "quote_verbatim": 1.0,
        "refusal_recall": 0.0,
        "wrong_refusals": 0.0,
        "latency_p50": 5.0,
        "latency_p95": 7.0,
    }


def test_a_failing_environment_is_one_line() -> None:
    """The other interpreter has no Haystack: its last line is the message."""
    with pytest.raises(EvaluationError, match=r"plain\.py: .*haystack"):
        _run_plain(Path(sys.executable), Path("corpus/documents"), {"s": (EXAMPLE,)}, None)


def test_two_variables_name_the_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Address and model; a key where it wants one. One of them alone is none."""
    monkeypatch.setenv("YOUJU_COMPARE_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.delenv("YOUJU_COMPARE_MODEL", raising=False)
    assert _chat() is None
    monkeypatch.setenv("YOUJU_COMPARE_MODEL", "some-model")
    assert _chat() == {"base_url": "http://127.0.0.1:1/v1", "model": "some-model", "key": ""}


class Model(BaseHTTPRequestHandler):
    """A language model that speaks OpenAI's protocol: it repeats the passages' first line, or says that there is none."""

    def do_POST(self) -> None:
        """One completion; what was asked is noted."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = asked["messages"][-1]["content"]
        self.server.prompts.append((self.path, asked["model"], prompt))  # type: ignore[attr-defined]
        text = "文件中没有" if "火星" in prompt.rpartition("问题：")[2] else prompt.split("\n")[3]
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        told = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
        body = json.dumps(
            {**told, "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def model() -> Iterator[ThreadingHTTPServer]:
    """The language model on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.prompts = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(
    not (COMPARED / ".complete").is_file(), reason="python -m evals side-by-side was never run"
)
def test_a_language_model_answers_from_five_passages(model: ThreadingHTTPServer, tmp_path: Path) -> None:
    """Asked over OpenAI's protocol with the nearest chunks; its answer counts, and its refusal is one."""
    (tmp_path / "a.txt").write_text("质量报告\n\n一、甲校\n\n甲校有教师54名。\n", encoding="utf-8")
    chat = {"base_url": f"http://127.0.0.1:{model.server_port}/v1", "model": "some-model", "key": ""}
    found = _run_plain(COMPARED / "bin" / "python", tmp_path, {"s": (EXAMPLE, REFUSED)}, chat)
    outcomes = _outcomes(found["answers"])
    assert (outcomes["s/a"].answer[:4], outcomes["s/a"].abstained, outcomes["s/b"].abstained) == (
        "质量报告",
        False,
        True,
    )
    prompts = model.prompts  # type: ignore[attr-defined]
    assert {(path, name) for path, name, _ in prompts} == {("/v1/chat/completions", "some-model")}
    assert all("甲校有教师54名。" in prompt for _, _, prompt in prompts)


def distribution(site: Path, name: str, size: int, *requires: str) -> None:
    """An installed package of so many bytes."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        "Version: 1.0",
        *(f"Requires-Dist: {r}" for r in requires),
    ]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (site / f"{name}.py").write_bytes(b" " * size)
    (info / "RECORD").write_text(f"{name}.py,,\n../../bin/tool,,\n", encoding="utf-8")


def test_installed_size(tmp_path: Path) -> None:
    """With what is required, without extras and what is not installed; each once."""
    distribution(tmp_path, "top", 2_000_000, "Mid_Dle>=1", "absent", 'extra; extra == "all"')
    distribution(tmp_path, "mid-dle", 1_000_000, "top")
    distribution(tmp_path, "extra", 9_000_000)
    assert installed_size(["top"], tmp_path) == 3


def test_the_script_imports_nothing_of_ours() -> None:
    """It runs where this program is not installed."""
    text = (Path(__file__).parents[2] / "evals" / "sidebyside" / "plain.py").read_text(encoding="utf-8")
    ours = ("evals", "assistant", "index", "corpus")
    lines = [
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert [name for name in lines if name in ours] == []
    assert json.dumps("haystack") in json.dumps(lines)

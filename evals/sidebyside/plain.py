"""A plain chunk-and-retrieve pipeline with Haystack, run by `python -m evals side-by-side` in its own environment.

Reads one JSON object from standard input: the documents (title, text), the questions (id, question), the
folder of the embedding model, and perhaps a language model; prints one JSON object: answers and costs.
Nothing of this program is imported here.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import psutil
from haystack import Document
from haystack.components.preprocessors import RecursiveDocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

CHUNK = 300
OVERLAP = 50
SEPARATORS = ["\n\n", "\n", "。", "；", "，"]
PASSAGES = 5
NOT_THERE = "文件中没有"
PROMPT = (
    "只根据下面的资料回答问题，先直接给出答案。资料里没有答案时，只回答“文件中没有”。\n\n"
    "资料：\n{passages}\n\n问题：{question}"
)


class Pipeline:
    """Chunks of 300 characters, their vectors in memory, the nearest ones for a question."""

    def __init__(self, documents: list[dict[str, str]], model: str, chat: dict[str, str] | None) -> None:
        splitter = RecursiveDocumentSplitter(
            split_length=CHUNK, split_overlap=OVERLAP, split_unit="char", separators=SEPARATORS
        )
        splitter.warm_up()
        embedder = SentenceTransformersDocumentEmbedder(model=model, prefix="passage: ", progress_bar=False)
        embedder.warm_up()
        whole = [Document(content=d["text"], meta={"title": d["title"]}) for d in documents]
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self.chunks = embedder.run(splitter.run(whole)["documents"])["documents"]
        store.write_documents(self.chunks)
        self._retriever = InMemoryEmbeddingRetriever(store, top_k=PASSAGES)
        self._embedder = SentenceTransformersTextEmbedder(model=model, prefix="query: ", progress_bar=False)
        self._embedder.warm_up()
        self._chat: Any = _generator(chat) if chat else None

    def answer(self, question: str) -> dict[str, Any]:
        """The top passage as the answer and its citation; with a language model, its answer from five."""
        begun = time.perf_counter()
        vector = self._embedder.run(question)["embedding"]
        found = self._retriever.run(vector)["documents"]
        text, cited = (
            (found[0].content, found[:1]) if self._chat is None else (self._ask(question, found), found)
        )
        return {
            "answer": text,
            "abstained": self._chat is not None and NOT_THERE in text,
            "citations": [{"document": one.meta["title"], "quote": one.content} for one in cited],
            "latency_ms": (time.perf_counter() - begun) * 1000,
        }

    def _ask(self, question: str, found: list[Document]) -> str:
        from haystack.dataclasses import ChatMessage

        passages = "\n\n".join(one.content for one in found)
        message = ChatMessage.from_user(PROMPT.format(passages=passages, question=question))
        return str(self._chat.run([message])["replies"][0].text)


def _generator(chat: dict[str, str]) -> Any:
    from haystack.components.generators.chat import OpenAIChatGenerator
    from haystack.utils import Secret

    return OpenAIChatGenerator(
        api_key=Secret.from_token(chat["key"] or "none"),
        model=chat["model"],
        api_base_url=chat["base_url"],
        generation_kwargs={"temperature": 0},
    )


def main() -> None:
    """Answers what standard input asks."""
    asked = json.load(sys.stdin)
    begun = time.perf_counter()
    pipeline = Pipeline(asked["documents"], asked["model"], asked.get("chat"))
    ready = time.perf_counter() - begun
    pipeline.answer("你好")
    answers = [{"id": q["id"], **pipeline.answer(q["question"])} for q in asked["questions"]]
    memory = psutil.Process().memory_info().rss // 1_000_000
    json.dump(
        {"answers": answers, "ready": ready, "memory": memory, "chunks": len(pipeline.chunks)}, sys.stdout
    )


if __name__ == "__main__":
    main()

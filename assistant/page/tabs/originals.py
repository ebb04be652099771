"""原文 and 关于."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.offline import gr
from assistant.page.reader.places import document_address
from assistant.page.templates import render
from assistant.service.version import program_version

if TYPE_CHECKING:
    from assistant.page.model import Answerer


def originals_tab(assistant: Answerer) -> None:
    """The documents with outline and search: the reader's own page, put in a frame by page.js."""
    with gr.Tab("原文", id="originals", elem_id="yj-originals"):
        links = [(document, document_address(document.id)) for document in assistant.documents]
        gr.Markdown(render("originals.html", links=links))


def about_tab(assistant: Answerer) -> None:
    """What is in it, how answers are made, what it cannot do."""
    with gr.Tab("关于", id="about", elem_id="yj-about"):
        gr.Markdown(
            render("about.html", documents=assistant.documents, version=program_version(), model=model_name())
        )


def model_name() -> str:
    """The embedding model's name."""
    from index.weights.folder import MODEL_NAME

    return MODEL_NAME

"""The index of some of an index's documents, made from it without embedding anything again."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from index.material import cut_material
from index.search import Index
from index.stamp import TOKENS, vector_file
from index.store import write_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.material import Material
    from index.model import Passage


def part_of(index: Index, identities: Sequence[str]) -> Index:
    """An index over the documents with these ids; raises KeyError for one that is not there.

    It stands in a folder of its own for as long as it lives, and shares encoder and segmenter.
    """
    documents = tuple(index.document(identity) for identity in identities)
    material = cut_material(documents)
    folder = Path(tempfile.mkdtemp(prefix="youju-part-"))
    write_store(folder / "store.sqlite", material, index.segmenter)
    _write_vectors(folder, index, material)
    part = Index(folder, documents, material, lambda: index.encoder, index.segmenter)
    part._findings = tuple(  # noqa: SLF001 - an index of ours, not yet handed out
        finding for finding in index.findings if all(place.document in identities for place in finding.places)
    )
    weakref.finalize(part, shutil.rmtree, folder, ignore_errors=True)
    return part


def _write_vectors(folder: Path, index: Index, material: Material) -> None:
    """Takes the vectors and tokens of the part's texts out of the whole."""
    import faiss

    whole = {"passages": index.passages, "sentences": index.sentences}
    rows = {name: _numbers(whole[name], getattr(material, name)) for name in whole}
    labels = {label: number for number, label in enumerate(index.labels)}
    rows["labels"] = [labels[label] for label in material.labels]
    for name, chosen in rows.items():
        matrix = index.matrix(name)
        flat = faiss.IndexFlatIP(matrix.shape[1])
        if chosen:
            flat.add(matrix[chosen])
        faiss.write_index(flat, str(folder / vector_file(name)))
    index.tokens.of_texts(rows["sentences"]).save(folder, TOKENS)


def _numbers(whole: Sequence[Passage], part: Sequence[Passage]) -> list[int]:
    """Where the part's passages stand in the whole."""
    places = {(passage.document, passage.span, passage.text): passage.number for passage in whole}
    return [places[passage.document, passage.span, passage.text] for passage in part]

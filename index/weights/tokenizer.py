"""Build the tokenizer of the converted model: sentencepiece's normaliser, pruned unigram vocabulary."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.weights.pruning import SPACE_MARK, kept_pieces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.weights.packed import Vocabulary

MASK: Final = "<mask>"
NORMALISER: Final = "nmt_nfkc"
_NEVER: Final = -1000.0  # the score of a special piece, which text must never be cut into


@dataclass(frozen=True, slots=True)
class PrunedVocabulary:
    """The pieces that stay, and the rows of the embedding that belong to them."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    rows: tuple[int, ...]
    begin: str
    end: str
    pad: str
    unknown: str

    @property
    def special(self) -> tuple[str, ...]:
        """The pieces that stand for no text."""
        return (self.begin, self.pad, self.end, self.unknown, MASK)

    def number(self, piece: str) -> int:
        """The new id of a piece."""
        return self.pieces.index(piece)


def prune_vocabulary(vocabulary: Vocabulary) -> PrunedVocabulary:
    """Keep what Chinese reports need; the ids close up, their order stays."""
    names = tuple(
        vocabulary.pieces[number]
        for number in (vocabulary.begin, vocabulary.end, vocabulary.pad, vocabulary.unknown)
    )
    special = frozenset({*names, MASK})
    rows = kept_pieces(vocabulary.pieces, special)
    pieces = tuple(vocabulary.pieces[row] for row in rows)
    scores = tuple(_NEVER if vocabulary.pieces[row] in special else vocabulary.scores[row] for row in rows)
    return PrunedVocabulary(pieces, scores, rows, *names)


def characters_map() -> bytes:
    """The normalisation map with which sentencepiece was built (NFKC with a few rules for translation)."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(
        sentencepiece.SentencePieceNormalizer(rule_name=NORMALISER).serialized_model_proto()
    )
    return bytes(model.normalizer_spec.precompiled_charsmap)


def make_tokenizer(vocabulary: PrunedVocabulary) -> Tokenizer:
    """The same steps as sentencepiece's: normalise, mark the spaces, cut by unigram scores, add the ends."""
    import json

    from tokenizers import Tokenizer

    return Tokenizer.from_str(json.dumps(tokenizer_description(vocabulary, characters_map())))


def tokenizer_description(vocabulary: PrunedVocabulary, charsmap: bytes) -> dict[str, object]:
    """The content of tokenizer.json."""
    space = {"type": "Metaspace", "replacement": SPACE_MARK, "prepend_scheme": "always", "split": True}
    begin, end = (
        {"SpecialToken": {"id": piece, "type_id": 0}} for piece in (vocabulary.begin, vocabulary.end)
    )
    text = {"Sequence": {"id": "A", "type_id": 0}}
    second = {"Sequence": {"id": "B", "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added_token(vocabulary.number(piece), piece) for piece in vocabulary.special],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, space]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, text, end],
            "pair": [begin, text, end, end, second, end],
            "special_tokens": {
                piece: {"id": piece, "ids": [vocabulary.number(piece)], "tokens": [piece]}
                for piece in (vocabulary.begin, vocabulary.end)
            },
        },
        "decoder": space,
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.number(vocabulary.unknown),
            "vocab": list(zip(vocabulary.pieces, vocabulary.scores, strict=True)),
            "byte_fallback": False,
        },
    }


def _added_token(number: int, piece: str) -> dict[str, object]:
    return {
        "id": number,
        "content": piece,
        "single_word": False,
        "lstrip": piece == MASK,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }

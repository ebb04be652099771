"""Write the model as a folder that plain ``SentenceTransformer(path)`` loads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np

from index.weights.tokenizer import MASK, PrunedVocabulary, make_tokenizer, prune_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from index.weights.packed import Array, Packed, Shape

MODEL_NAME: Final = "multilingual-e5-small-zh"
PROMPTS: Final = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
_MODULES: Final = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)
_CARD: Final = """# {name}

The encoder multilingual-e5-small (MIT licence, Wang et al. 2024, "Multilingual E5 Text Embeddings"),
unpacked from 4-bit weights, with the vocabulary cut down to {pieces:,} pieces of Chinese, Latin,
digits and punctuation. Queries begin with "query: ", passages with "passage: "
(`encode_query` and `encode_document` add them).
"""
# Names in the packed file and in the state of a BERT model: weight or bias follows.
_LAYER_PARTS: Final = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("aln", "attention.output.LayerNorm"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
    ("oln", "output.LayerNorm"),
)


def write_model_folder(folder: Path, packed: Packed) -> None:
    """Write tokenizer, weights, configuration and the list of modules."""
    vocabulary = prune_vocabulary(packed.vocabulary)
    (folder / "tokenizer.json").write_text(make_tokenizer(vocabulary).to_str(), encoding="utf-8")
    _write_weights(folder / "model.safetensors", packed, vocabulary)
    for name, content in _configurations(packed.shape, vocabulary).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (folder / "2_Normalize").mkdir()
    card = _CARD.format(name=MODEL_NAME, pieces=len(vocabulary.pieces))
    (folder / "README.md").write_text(card, encoding="utf-8")


def packed_to_state(packed: Packed, rows: tuple[int, ...]) -> dict[str, Array]:
    """The tensors under the names that a BERT model gives them."""
    shape = packed.shape
    hidden = shape.hidden
    words = packed.tensor("emb.word", shape.vocabulary, hidden)
    state = {
        "embeddings.word_embeddings.weight": words[np.asarray(rows)],
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type", shape.types, hidden),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", hidden),
    }
    for layer in range(shape.layers):
        for short, long in _LAYER_PARTS:
            prefix = f"encoder.layer.{layer}.{long}"
            state[f"{prefix}.weight"] = packed.tensor(f"l{layer}.{short}.w", *_weight_shape(shape, short))
            state[f"{prefix}.bias"] = packed.tensor(f"l{layer}.{short}.b", -1)
    return state


def _weight_shape(shape: Shape, part: str) -> tuple[int, ...]:
    if part in {"aln", "oln"}:
        return (shape.hidden,)
    outputs = shape.feed_forward if part == "fi" else shape.hidden
    return (outputs, -1)


def _write_weights(path: Path, packed: Packed, vocabulary: PrunedVocabulary) -> None:
    """Half precision on disk: the weights had 4 bits, so nothing is lost that was there."""
    from safetensors.numpy import save

    state = packed_to_state(packed, vocabulary.rows)
    path.write_bytes(
        save({name: tensor.astype(np.float16) for name, tensor in state.items()}, {"format": "pt"})
    )


def _configurations(shape: Shape, vocabulary: PrunedVocabulary) -> dict[str, object]:
    return {
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(_MODULES)
        ],
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {
            "max_seq_length": shape.positions,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config.json": _network_configuration(shape, vocabulary),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": vocabulary.begin,
            "cls_token": vocabulary.begin,
            "eos_token": vocabulary.end,
            "sep_token": vocabulary.end,
            "pad_token": vocabulary.pad,
            "unk_token": vocabulary.unknown,
            "mask_token": MASK,
            # A reader who types <mask> means these six characters.
            "split_special_tokens": True,
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
            "include_prompt": True,
        },
    }


def _network_configuration(shape: Shape, vocabulary: PrunedVocabulary) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",  # calculated in single precision, whatever the file holds
        "vocab_size": len(vocabulary.pieces),
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "attention_probs_dropout_prob": 0.1,
        "hidden_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "pad_token_id": vocabulary.number(vocabulary.pad),
        "bos_token_id": vocabulary.number(vocabulary.begin),
        "eos_token_id": vocabulary.number(vocabulary.end),
    }

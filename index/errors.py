"""What can go wrong with an index.

``IndexProblem``
├── ``IndexMissing``    there is none at that place
├── ``IndexDamaged``    a file is missing or does not match the manifest
├── ``IndexOutdated``   made by another model, format, or from other documents
└── ``EncoderUnavailable``  the embedding model cannot be loaded
"""

from __future__ import annotations


class IndexProblem(Exception):
    """The index cannot be used; the message is one line in Chinese that says what to run."""


class IndexMissing(IndexProblem):
    """No index at that place."""


class IndexDamaged(IndexProblem):
    """The files of the index do not fit together."""


class IndexOutdated(IndexProblem):
    """The index was made by another model or another version of the program."""


class EncoderUnavailable(IndexProblem):
    """The embedding model cannot be loaded; the message says what to run."""

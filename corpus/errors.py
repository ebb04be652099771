"""What can go wrong when documents are read.

``CorpusError``
├── ``DocumentUnreadable``   the file is missing, empty, or in no known encoding
├── ``ManifestError``        the manifest names a field or file that is not right
└── ``KnowledgeError``       a reviewed data file is not in the form it should have
"""

from __future__ import annotations


class CorpusError(Exception):
    """A document or its manifest could not be used; the message says where and what to do."""


class DocumentUnreadable(CorpusError):
    """The file cannot be read as text."""


class ManifestError(CorpusError):
    """The manifest beside the documents is wrong."""


class KnowledgeError(CorpusError):
    """A data file of the program is wrong."""

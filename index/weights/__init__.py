"""Make the embedding model from packed weights: fetch, check, unpack, prune, write."""

from index.weights.errors import WeightsError
from index.weights.make import default_model_folder, make_model, model_is_made

__all__ = ["WeightsError", "default_model_folder", "make_model", "model_is_made"]

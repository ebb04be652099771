"""How good are the answers? Sets of examples, a run over them, and measures of what came out."""

from evals.reading import read_results, read_set
from evals.running import run_examples
from evals.scoring import score_all, summarise

__all__ = ["read_results", "read_set", "run_examples", "score_all", "summarise"]

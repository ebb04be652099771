"""Invented reports in the form of a province's quality report: clean, or with known faults in them."""

from evals.synthetic.faults import FAULTS, Planted
from evals.synthetic.province import nth_report
from evals.synthetic.writing import make_report, write_report

__all__ = ["FAULTS", "Planted", "make_report", "nth_report", "write_report"]

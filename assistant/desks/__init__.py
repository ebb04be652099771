"""The desks: each answers one sort of question; the router chooses among them."""

from assistant.desks.router import Desks

__all__ = ["Desks"]

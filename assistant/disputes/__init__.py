"""Questions whether the documents agree with themselves on one thing."""

from assistant.disputes.desk import Disputes

__all__ = ["Disputes"]

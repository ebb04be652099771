"""Public question sets, read from files that the user has: reading comprehension and refusal."""

"""Answers to take away: a briefing in Word, or Markdown."""

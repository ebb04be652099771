"""The tabs beside the chat: data, audit, originals, about."""

"""Type checking: see `checker`."""

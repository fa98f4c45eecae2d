"""Filling answer files: asking, editing in place, saving whole."""

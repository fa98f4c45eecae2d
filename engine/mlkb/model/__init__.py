"""Frozen facts that every other layer speaks about; standard library only."""

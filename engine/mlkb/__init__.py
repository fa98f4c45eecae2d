"""Checklists for machine learning teams: read them, fill them in, act on the gaps."""

__version__ = "0.1.0"

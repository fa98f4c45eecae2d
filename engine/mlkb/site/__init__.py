"""Checklists to pages: the macros that embed them, the theme, and the build around MkDocs."""

"""From files to frozen models, or to every problem of a file at once."""

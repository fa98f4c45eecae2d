"""What reports, pages and prompts have in common: labels, escaping, and the report document."""

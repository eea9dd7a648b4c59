"""The explorer: one page with all results of a run, and the data that it carries."""

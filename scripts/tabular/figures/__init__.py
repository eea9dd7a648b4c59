"""The figures, one module each, and which of them make sense for an environment."""

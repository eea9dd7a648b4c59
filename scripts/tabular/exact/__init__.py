"""Exact solutions of environments whose transitions are all known: optimal values and best possible returns."""

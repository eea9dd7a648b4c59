"""Tests of tabular/q_tables."""

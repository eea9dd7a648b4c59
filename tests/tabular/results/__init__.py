"""Tests of tabular/results."""

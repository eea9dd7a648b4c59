"""Tests of tabular/algorithms."""

"""Tests of tabular/statistics."""

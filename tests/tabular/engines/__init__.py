"""Tests of tabular/engines."""

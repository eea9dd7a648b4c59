"""Tests of tabular/figures."""

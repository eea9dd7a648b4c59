"""Tests of tabular/exact."""

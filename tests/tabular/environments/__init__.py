"""Tests of tabular/environments."""

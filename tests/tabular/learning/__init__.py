"""Tests of tabular/learning."""

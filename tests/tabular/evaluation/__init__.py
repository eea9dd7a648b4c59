"""Tests of tabular/evaluation."""

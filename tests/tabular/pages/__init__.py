"""Tests of tabular/pages."""

"""Tests of tabular/drawing."""

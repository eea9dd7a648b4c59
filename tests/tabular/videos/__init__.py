"""Tests of tabular/videos."""

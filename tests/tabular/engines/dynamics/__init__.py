"""Tests of tabular/dynamics."""

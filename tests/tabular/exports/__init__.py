"""Tests of tabular/exports."""

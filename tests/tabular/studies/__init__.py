"""Tests of `tabular.studies`."""

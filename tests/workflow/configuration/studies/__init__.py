"""Tests of `configuration.studies`."""

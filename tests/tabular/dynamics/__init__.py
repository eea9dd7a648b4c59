"""Tests of the restated dynamics."""

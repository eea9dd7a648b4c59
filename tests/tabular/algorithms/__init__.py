"""Tests of the library that the scripts share."""

"""Tests of the scripts, one file each, and of the figures that they draw."""

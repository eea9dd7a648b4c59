"""Tests of the book's examples."""

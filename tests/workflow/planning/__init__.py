"""Tests of workflow/planning."""

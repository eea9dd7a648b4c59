"""Tests of scripts/jobs."""

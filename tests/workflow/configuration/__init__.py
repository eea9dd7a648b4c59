"""Tests of workflow/configuration."""

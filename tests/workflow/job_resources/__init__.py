"""Tests of workflow/job_resources."""

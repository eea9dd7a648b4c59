"""Faults, put into real runs on purpose: docs/reliability.md says what came of them."""

"""Runs on a cluster: a SLURM of one node, which the tests start and stop."""

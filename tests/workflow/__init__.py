"""Tests of the workflow: most run Snakemake itself, on small configurations."""

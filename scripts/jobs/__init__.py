"""What scripts share about the job that Snakemake starts: its log, its progress, its seeds."""

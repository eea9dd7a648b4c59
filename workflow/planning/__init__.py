"""What a rule file needs to know that Snakemake doesn't: how requested files are named, and which are meant."""

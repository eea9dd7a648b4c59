"""What several tests share: small trainings, exact values, a browser, running Snakemake."""

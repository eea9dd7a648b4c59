"""What a run shows on the terminal: a line a job, why jobs run again, and where to look at the end."""

"""Numbers over runs: intervals, metrics, comparisons."""

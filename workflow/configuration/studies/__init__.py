"""Studies: many trials, each an experiment with other values of some keys, and what is found out about them."""

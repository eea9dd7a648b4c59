"""Numbers over runs: windows of episodes, metrics and their intervals, learning curves, comparisons."""

"""Playing without learning: evaluation, baselines, rollouts."""

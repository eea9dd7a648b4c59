"""Learning: the agent and its settings, algorithms, behaviour policies, the loop over episodes."""

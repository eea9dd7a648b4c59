"""The environment as the agent meets it: making it, its actions, and how its observations become states."""

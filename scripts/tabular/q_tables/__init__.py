"""What a kept Q-table says: greedy actions, values, and which part of it a picture shows."""

"""What an agent keeps its action values in."""

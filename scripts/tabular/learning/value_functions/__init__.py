"""What an agent keeps its action values in, and what is the same for all of them."""

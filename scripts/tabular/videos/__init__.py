"""The videos: their frames, and how they are encoded."""

"""Environments from Sutton & Barto, 2nd ed., that Gymnasium doesn't have."""

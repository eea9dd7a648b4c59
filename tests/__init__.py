"""The tests, by the places of what they test."""

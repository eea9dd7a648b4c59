"""Tests of the definitions of the book's figures, their lines, and what the book says of them."""

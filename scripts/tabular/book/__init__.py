"""The figures of Sutton & Barto's book: what each is made of, how it is drawn, and what the book says of it."""

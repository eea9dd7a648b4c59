"""The errors that the person who runs a job can mend."""


class UserError(Exception):
    """Something in the input is wrong; the message alone says what, where, and what to do."""

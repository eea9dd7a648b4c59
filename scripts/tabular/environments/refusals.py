"""What is wrong with an environment or its settings, in words: the key that has to change, and what is allowed."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import gymnasium

from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SPACE = 100
"""Characters of a space that are repeated in a message."""


class UnsuitableEnvironmentError(UserError):
    """An environment can't be made, or not with these settings.

    Attributes:
        key: the key that has to change, such as `bins`.
        section: where it is, `environment` or `agent`.
        given: the value that it has.
        allowed: what it may be.
        others: what else has to change.
    """

    def __init__(self, key: str, given: object, allowed: str, section: str = "environment") -> None:
        """Say what has to change, and to what."""
        super().__init__(f"{section}.{key}: {given!r} is not possible; allowed: {allowed}")
        self.key = key
        self.section = section
        self.given = given
        self.allowed = allowed
        self.others: tuple[UnsuitableEnvironmentError, ...] = ()


@contextlib.contextmanager
def collecting(refusals: list[UnsuitableEnvironmentError]) -> Iterator[None]:
    """Add what refuses the settings to `refusals` instead of ending the other checks."""
    try:
        yield
    except UnsuitableEnvironmentError as error:
        refusals += [error, *error.others]


def raise_together(refusals: list[UnsuitableEnvironmentError]) -> None:
    """Raise the first of `refusals`, if there are any, with all others."""
    if refusals:
        first, *others = refusals
        first.others = tuple(others)
        raise first


def shortened(space: gymnasium.Space[Any] | None) -> str:
    """Return a space on one line that isn't too long for a message."""
    text = " ".join(str(space).split())
    return text if len(text) <= LONGEST_SPACE else f"{text[: LONGEST_SPACE - 1]}…"


def sentence(error: BaseException) -> str:
    """Return an error's message on one line, without colour codes and without what Gymnasium adds to it."""
    text = " ".join(re.sub(r"\x1b\[[0-9]*m", "", str(error)).split())
    text = re.sub(r" was raised from the environment creator for .*", "", text)
    # Gymnasium's own hints don't know what a table can be learned for.
    text = re.sub(r" (Did you mean:|It provides|Please use|Have you installed) .*", "", text)
    if isinstance(error, gymnasium.error.Error):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__

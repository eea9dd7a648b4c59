"""Which texts a configuration may have: those that every document, picture and terminal can show."""

from __future__ import annotations

import re

ALLOWED = "text without control characters"

LINE_BREAKS_AND_TABS = frozenset("\t\n\r")
"""Control characters that a value may have, such as an argument of an environment, but no name."""

LAST_OF_PLANES = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
"""The last two of every 65,536 numbers, which Unicode keeps from being characters."""

UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters
    "\u2028\u2029"  # line and paragraph separator, which end a line in some programs only
    "\ud800-\udfff"  # halves of characters, which no encoding has
    f"\ufdd0-\ufdef{LAST_OF_PLANES}]"  # what is no character either
)
"""What XML forbids, what stands for no character, and what ends lines or commands a terminal."""


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of something."""
    return UNSHOWN.search(text) is None


def is_text(text: str) -> bool:
    """Tell whether a text can be a value; it may have several lines."""
    return all(sign in LINE_BREAKS_AND_TABS for sign in UNSHOWN.findall(text))

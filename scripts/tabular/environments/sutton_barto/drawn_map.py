"""Maps that are drawn with characters, as users write them, and what makes one sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 100_000
"""Cells of a map that a table can still be learned for in a reasonable time."""

REPEATED = 60
"""Characters of a map that are repeated in a message."""


def read_map(name: str, given: object, characters: Mapping[str, str]) -> tuple[str, ...]:
    """Return the rows of a map.

    Args:
        name: what the map is called where it was given.
        given: a list with a text for each row, or one text with a line for each row.
        characters: what each allowed character means.

    Raises:
        ValueError: it is no such list, its rows differ in length, or it has another character.
    """
    lines = [line for line in given.splitlines() if line.strip()] if isinstance(given, str) else given
    if (
        not isinstance(lines, list | tuple)
        or not lines
        or not all(isinstance(line, str) and line.strip() for line in lines)
    ):
        raise ValueError(
            f'{name}: {shown(given)} is not allowed; allowed: a list with a text for each row, such as ["S..", ".#G"]'
        )
    rows = tuple(str(line).strip() for line in lines)
    meanings = ", ".join(f"{character} {meaning}" for character, meaning in characters.items())
    for number, row in enumerate(rows):
        strange = next((one for one in row if one not in characters), None)
        if strange is not None:
            raise ValueError(
                f'{name}: the character "{strange}" in row {number}, "{row}", is not allowed; allowed: {meanings}'
            )
        if len(row) != len(rows[0]):
            raise ValueError(
                f"{name}: row {number} has {len(row)} characters, and row 0 has {len(rows[0])}; allowed: rows of the "
                "same length"
            )
    if len(rows) * len(rows[0]) > LARGEST:
        raise ValueError(f"{name}: {len(rows)} rows of {len(rows[0])} are not allowed; allowed: {LARGEST} cells")
    return rows


def require(name: str, rows: tuple[str, ...], character: str, meaning: str) -> list[tuple[int, int]]:
    """Return row and column of each cell with a character, from the top left, row by row.

    Raises:
        ValueError: there is none.
    """
    places = cells_with(rows, character)
    if not places:
        raise ValueError(f"{name}: a map without a {meaning} is not allowed; allowed: at least one {character}")
    return places


def cells_with(rows: tuple[str, ...], character: str) -> list[tuple[int, int]]:
    """Return row and column of each cell with a character, from the top left, row by row."""
    return [(row, column) for row, line in enumerate(rows) for column, one in enumerate(line) if one == character]


def shown(given: object) -> str:
    """Return what was given, on one line that isn't too long for a message."""
    text = repr(given)
    return text if len(text) <= REPEATED else f"{text[: REPEATED - 1]}…"

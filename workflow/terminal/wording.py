"""Jobs, amounts and lists in words, as the terminal shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHOWN_NAMES = 3
"""Names of a list that are written out; of more it is said how many."""


PLAIN = str.maketrans({"−": "-", "×": "x", "…": "...", "λ": "lambda"})
"""What stands for the signs of messages on a terminal that doesn't have them."""


def job_name(rule: str, wildcards: Mapping[str, str]) -> str:
    """Return what a job is called: `train taxi seed 0`, `run_trials cliffs batch 3`."""
    return " ".join([rule, *(part for part in _parts(wildcards) if part)])


def _parts(wildcards: Mapping[str, str]) -> Iterable[str]:
    yield wildcards.get("experiment", "")
    yield wildcards.get("comparison", "")
    yield wildcards.get("study", "")
    yield wildcards.get("figure", "")
    if int(wildcards.get("rung", 0)) > 0:
        yield f"rung {wildcards['rung']}"
    if "seed" in wildcards:
        yield f"seed {wildcards['seed']}"
    if "batch" in wildcards:
        yield (
            f"batch {wildcards['batch']}"
            if "experiment" not in wildcards
            else f"from episode {int(wildcards['batch']):,}"
        )


def counted(number: int, noun: str) -> str:
    """Write `1 job`, `2 jobs`, `1,000 jobs`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def some_of(names: Sequence[str]) -> str:
    """Write the first names of a list, and how many more there are."""
    more = len(names) - SHOWN_NAMES
    listed = ", ".join(names[:SHOWN_NAMES] if more > 1 else names)
    return f"{listed} and {more} more" if more > 1 else listed


def size_text(size: int) -> str:
    """Write a number of bytes as `812 bytes`, `9.3 kB`, `54 MB` or `1.2 GB`, of 1000 each."""
    if size < 1000:  # noqa: PLR2004
        return counted(size, "byte")
    amount = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5 or unit == "TB":  # noqa: PLR2004 (more would be written as 1000)
            break
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"  # noqa: PLR2004


def ranges(numbers: Iterable[int]) -> str:
    """Write whole numbers as `0 to 4, 7`."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in found)


def showable(text: str, encoding: str | None) -> str:
    """Return a text as an encoding has it: with plain signs in place of others, and numbers where there is none."""
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(PLAIN).encode(encoding or "utf-8", "backslashreplace").decode(encoding or "utf-8")
    return text

"""How large a configuration may be: far more than anybody writes, and less than what only a mistake makes."""

from __future__ import annotations

DEEPEST = 50
"""Lists and mappings in each other; the schema's own are six deep, and an environment's arguments may be deeper."""

MOST_VALUES = 100_000
"""Values of a file or of a key on top, each counted wherever an alias repeats it."""

TOO_DEEP = f"lists and mappings are nested more than {DEEPEST} deep here; write fewer brackets, or indent less"

TOO_MANY = (
    f"with what aliases (*name) repeat, there are more than {MOST_VALUES:,} values here; "
    "write the list or mapping out where it is needed, and leave out the other aliases"
)


def size_fault(value: object) -> str | None:
    """Say why a value is too large, however often it contains the same part, or itself; None: it isn't.

    It needs no recursion, and stops at the limit.
    """
    waiting = [(value, 1)]
    values = 0
    while waiting:
        part, depth = waiting.pop()
        values += 1
        if values > MOST_VALUES:
            return TOO_MANY
        if not isinstance(part, dict | list):
            continue
        if depth > DEEPEST:
            return TOO_DEEP
        waiting += [(below, depth + 1) for below in (part.values() if isinstance(part, dict) else part)]
    return None

"""What an agent keeps its values in, by name. Each module is loaded when it is asked for, as algorithms are."""

from __future__ import annotations

import importlib
from typing import Literal

ValueFunctionName = Literal["table", "tiles"]

TEMPLATE_SLOTS = (
    "ONE_NUMBER",
    "action_value",
    "update",
    "average",
    "count_visit",
    "feature_count",
    "feature",
)
"""The names of `tabular.learning.interface` that each of the modules fills in."""


def module_name(value_function: str) -> str:
    """Return the full name of a value function's module."""
    return f"{__package__}.{value_function}"


def load_value_function(name: ValueFunctionName) -> dict[str, object]:
    """Load one of them, and none of the others; return what its names stand for."""
    module = importlib.import_module(module_name(name))
    return {slot: getattr(module, slot) for slot in TEMPLATE_SLOTS}

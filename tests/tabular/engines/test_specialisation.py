"""Filling in what an algorithm leaves open, and the digest that tells copies apart."""

from __future__ import annotations

import math
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.engines.specialisation import TEMPLATE_SLOT, SpecialisationError, specialise

if TYPE_CHECKING:
    from collections.abc import Callable

ALGORITHM = """
FACTOR = 2.0
TABLE = ARRAY
RULES = (1, 2.5)

def algorithm(x):
    '''Call what is left open.'''
    return helper(x) + RULES[1]

def helper(x):
    return FACTOR * move(x)

def left(x):
    return x - 1

def right(x):
    return x + math.cos(0.0)

def with_array(x):
    return TABLE[x]

def with_module_attribute(x):
    return types.FunctionType

def with_default(x, y=1):
    return x + y

def with_inner(x):
    return [y for y in range(x) if (lambda: y)()]

def itself(x):
    return itself(x) if x else 0
"""


def functions(source: str = ALGORITHM) -> types.SimpleNamespace:
    """Run a module's source, as if it were in a file of the project."""
    names: dict[str, Any] = {
        "__name__": "example",
        "math": math,
        "types": types,
        "ARRAY": np.zeros(2),
        "move": TEMPLATE_SLOT,
    }
    exec(source, names)  # noqa: S102 (the source stands above)
    return types.SimpleNamespace(**names)


def name(source: str = ALGORITHM, **bindings: object) -> str:
    module = functions(source)
    return specialise(module.algorithm, {"move": module.left, **bindings}).__qualname__


def test_a_copy_and_its_helpers_find_the_bindings_and_the_original_stays_as_it_is() -> None:
    module = functions()
    assert specialise(module.algorithm, {"move": module.left})(3) == 2.0 * 2 + 2.5
    assert specialise(module.algorithm, {"move": module.right})(3) == 2.0 * 4 + 2.5
    assert specialise(module.algorithm, {"move": module.right, "FACTOR": 10.0})(3) == 10.0 * 4 + 2.5
    with pytest.raises(TypeError):
        module.algorithm(3)


def test_equal_sources_have_equal_names() -> None:
    assert name() == name()
    assert name().startswith("algorithm_")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x - 1", "x - 2"),
        ("x - 1", "x - 1.0"),
        ("x - 1", "x + 1"),
        ("FACTOR = 2.0", "FACTOR = 3.0"),
        ("FACTOR = 2.0", "FACTOR = 2"),
        ("RULES = (1, 2.5)", "RULES = (1, 3.5)"),
        ("FACTOR * move", "FACTOR + move"),
        ("RULES[1]", "RULES[0]"),
    ],
)
def test_an_edit_anywhere_changes_the_name(old: str, new: str) -> None:
    assert ALGORITHM.count(old) == 1
    assert name(ALGORITHM.replace(old, new)) != name()


def test_another_binding_changes_the_name() -> None:
    module = functions()
    assert name() != name(move=module.right)
    assert name(FACTOR=1.0) != name(FACTOR=True)
    assert name(FACTOR=0.0) != name(FACTOR=-0.0)


def test_a_docstring_or_a_place_in_the_file_does_not_change_the_name() -> None:
    assert name("\n\n" + ALGORITHM.replace("Call what", "Run what")) == name()


def closure(base: int) -> Callable[[int], int]:
    def add(x: int) -> int:
        return base + x

    return add


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        ("with_array", "`TABLE`"),
        ("with_module_attribute", "`types`"),
        ("with_default", "default"),
        ("with_inner", "inside"),
        ("itself", "calls itself"),
    ],
)
def test_what_a_digest_cannot_see_is_refused(function: str, problem: str) -> None:
    module = functions()
    with pytest.raises(SpecialisationError, match=problem):
        specialise(module.algorithm, {"move": getattr(module, function)})


def test_closures_builtin_functions_and_open_names_are_refused() -> None:
    module = functions()
    with pytest.raises(SpecialisationError, match="closure"):
        specialise(module.algorithm, {"move": closure(1)})
    with pytest.raises(SpecialisationError, match="`move`"):
        specialise(module.algorithm, {"move": np.sin})
    with pytest.raises(SpecialisationError, match="`move` is left open"):
        specialise(module.algorithm, {})
    with pytest.raises(SpecialisationError, match="not a function written in Python"):
        specialise(math.cos, {})

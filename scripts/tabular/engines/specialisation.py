"""Writing an algorithm once, over names that it leaves open, and filling them in for each environment.

An algorithm's module declares names such as `reset` and `step` as `TEMPLATE_SLOT`. `specialise` makes a copy of the
algorithm that finds an environment's own functions and constants under these names. The copy is plain Python and
runs as it is; `tabular.engines.compilation` makes machine code of it, in which the environment's functions are inlined
and its constants known, as if the algorithm had been written for this environment alone.

Numba keeps machine code on disk under a function's name and argument types, and takes it up again as long as the
function's own file is unchanged. That is not enough here: two environments can have the same types, and the dynamics
stand in files of their own. So a copy's name carries a digest of all that it is made from, down to the last helper
and constant, and whatever a digest can't see is refused.
"""

from __future__ import annotations

import builtins
import dis
import hashlib
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIBRARIES = frozenset({"math", "numba", "numpy"})
"""Modules whose attributes may be used: they change with an installed version, never by an edit in the project."""

TEMPLATE_SLOT: Any = object()
"""The value of a name that `specialise` has to fill in."""


class SpecialisationError(Exception):
    """A function can't be specialised: a name is left open, or it uses something that a digest can't see."""


def specialise(function: Callable[..., Any], bindings: Mapping[str, object]) -> FunctionType:
    """Return a copy of `function` that finds `bindings` under the global names they have.

    The functions that it calls are copied likewise, so that they see the same bindings.

    Args:
        function: a function of a module that leaves names open.
        bindings: what these names stand for: functions, numbers, strings, tuples of them.

    Returns:
        The copy. Its `__qualname__` ends in a digest of all that it is made from.

    Raises:
        SpecialisationError: a name stays open; or a function calls itself, has a closure, default arguments or a
            function inside, or uses a global array or object, or a module that isn't one of `LIBRARIES`.
    """
    return _copy(function, bindings, callers=(), copies={})


def digest(*parts: str) -> str:
    """Return a short text that differs for texts that differ."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache  # a study makes thousands of trainings, and disassembling takes longer than all the rest of making one
def global_names(code: CodeType) -> list[str]:
    """Return the names that a function's instructions look up in its module."""
    return sorted({str(part.argval) for part in dis.get_instructions(code) if part.opname == "LOAD_GLOBAL"})


def _copy(
    function: Callable[..., Any],
    bindings: Mapping[str, object],
    callers: tuple[CodeType, ...],
    copies: dict[FunctionType, FunctionType],
) -> FunctionType:
    """Copy a function and all that it calls, and name the copy after what it is made from.

    A function that is called from several places is copied once, and so compiled once.
    """
    if not isinstance(function, FunctionType):
        raise SpecialisationError(f"{function!r} is not a function written in Python")
    if function in copies:
        return copies[function]
    code = function.__code__
    where = f"{function.__module__}.{function.__qualname__}"
    if code in callers:
        raise SpecialisationError(f"{where} calls itself")
    names: dict[str, object] = {
        "__name__": function.__module__,
        "__file__": code.co_filename,
        "__builtins__": builtins,
    }
    parts = [_instructions(function, where)]
    for name in global_names(code):
        value = bindings.get(name, function.__globals__.get(name, getattr(builtins, name, TEMPLATE_SLOT)))
        if value is TEMPLATE_SLOT:
            raise SpecialisationError(f"{where}: `{name}` is left open")
        if value is getattr(builtins, name, None):
            continue
        if isinstance(value, FunctionType):
            value = _copy(value, bindings, (*callers, code), copies)
            parts.append(f"{name} = {value.__module__}.{value.__qualname__}")
        else:
            parts.append(f"{name} = {_constant(value, f'{where}: `{name}`')}")
        names[name] = value
    copy = FunctionType(code, names, function.__name__)
    copy.__module__ = function.__module__
    copy.__doc__ = function.__doc__
    copy.__qualname__ = f"{function.__qualname__}_{digest(*parts)}"
    copies[function] = copy
    return copy


def _instructions(function: FunctionType, where: str) -> str:
    """Return a text that differs for functions that do something different with the same global names.

    Raises:
        SpecialisationError: the function brings along something that isn't in its instructions.
    """
    code = function.__code__
    if function.__closure__ or function.__defaults__ or function.__kwdefaults__:
        raise SpecialisationError(f"{where} has a closure or default arguments, which a digest doesn't see")
    constants = code.co_consts[1:] if function.__doc__ is not None else code.co_consts
    if any(isinstance(constant, CodeType) for constant in constants):
        raise SpecialisationError(f"{where} has a function or a comprehension inside, which a digest doesn't see")
    return repr((code.co_code, constants, code.co_names, code.co_varnames))


def _constant(value: object, where: str) -> str:
    """Return a text that differs for constants that differ.

    Raises:
        SpecialisationError: the value is neither a number, a string, a tuple of such nor a library.
    """
    if isinstance(value, ModuleType) and value.__name__ in LIBRARIES:
        return f"module {value.__name__}"
    if isinstance(value, bool | int | float | str | np.number):
        return f"{type(value).__name__} {value!r}"
    if type(value) is tuple:
        return f"({', '.join(_constant(part, where) for part in value)})"
    raise SpecialisationError(f"{where} is {value!r}, which a digest doesn't see: hand it in as an argument instead")

"""From specialised functions to machine code that is kept on disk."""

from __future__ import annotations

import threading
import warnings
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numba
from numba.core.dispatcher import Dispatcher
from numba.core.errors import NumbaWarning

from tabular.engines.specialisation import digest, global_names, specialise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


OPTIONS: dict[str, Any] = {
    "error_model": "numpy",  # a division needs no branch for zero
    "fastmath": False,  # every rounding is as in Python
    "nogil": True,  # other threads run meanwhile: one says how far the job is, and ends it where Ctrl-C has to
}

MAKING_ARRAYS = frozenset({"integers"})
"""Names of methods that make arrays inside, as Numba has them: only functions that call one need reference counts."""

CALLED: dict[str, Any] = {
    **OPTIONS,
    "forceinline": True,  # a learner is a structure of many arrays, which a call would copy
}
"""The options of functions that a loop calls."""

LOOP: dict[str, Any] = {
    **OPTIONS,
    "_nrt": True,  # without it, each random number generator that a loop is given stays in memory for ever
}
"""The options of a loop, which Python calls."""

# Acrobot asks NumPy itself for four numbers at the start of an episode, and holds Python's lock for that long.
warnings.filterwarnings("ignore", "Code running in object mode", NumbaWarning)

_TAKING_UP = threading.Lock()
"""Held while a function is taken up, so that trainings in several threads share what is compiled."""

_TAKEN_UP: dict[tuple[str, str], Callable[..., Any]] = {}
"""What this process has compiled or taken from the disk, by module and qualified name."""


def compiled(function: FunctionType) -> Callable[..., Any]:
    """Return the machine code of what `specialise` returned: made at the first call, or taken from the disk.

    Functions that are made from the same have the same name, and share it. It is kept beside the function's file or,
    when that folder can't be written to, in the user's cache folder, or where the environment variable NUMBA_CACHE_DIR
    says. Where nothing can be written, every process compiles again.
    """
    # Numba takes up code from the disk even when it was compiled with other options.
    function.__qualname__ += f"_{digest(repr((LOOP, CALLED, sorted(MAKING_ARRAYS))))}"
    name = function.__module__, function.__qualname__
    with _TAKING_UP:
        if name not in _TAKEN_UP:
            try:
                _TAKEN_UP[name] = _machine_code(function, {}, LOOP, cache=True)
            except RuntimeError:  # Numba found no place for its cache
                _TAKEN_UP[name] = _machine_code(function, {}, LOOP, cache=False)
        return _TAKEN_UP[name]


_PREPARED: dict[tuple[object, ...], Callable[..., Any]] = {}
"""Compiled loops by what they were made from."""


def compiled_for(loop: Callable[..., Any], bindings: Mapping[str, object]) -> Callable[..., Any]:
    """Return the machine code of a loop in which names stand for something, as `specialise` says.

    What was asked for before is looked up: a study makes thousands of trainings, all over a few loops.
    """
    # Not by the values themselves: 1, 1.0 and True are equal, and make different code.
    named = sorted((name, repr(type(value)), repr(value)) for name, value in bindings.items())
    functions = tuple(bindings[name] for name, _, _ in named if isinstance(bindings[name], FunctionType))
    key = (loop, functions, tuple(named))
    if key not in _PREPARED:
        _PREPARED[key] = compiled(specialise(loop, bindings))
    return _PREPARED[key]


def for_the_same_types(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Callable[..., Any]:
    """Return a compiled function, called before, without its search for the code that fits the arguments' types.

    For arguments that hold many others, Numba's search takes 80 µs, as long as several episodes. What isn't compiled is
    returned as it is.

    Args:
        function: it was called with arguments of these types.
        arguments: all that it will be called with has their types.
    """
    if not isinstance(function, Dispatcher):
        return function
    dispatcher: Any = function  # Numba has no types for what follows
    types = tuple(dispatcher.typeof_pyval(argument) for argument in arguments)
    entry: Callable[..., Any] = dispatcher.overloads[types].entry_point
    return entry


def _machine_code(
    function: FunctionType, made: dict[FunctionType, Callable[..., Any]], options: dict[str, Any], *, cache: bool
) -> Callable[..., Any]:
    """Compile a function and, into it, the functions that it calls, each once."""
    if function not in made:
        for name in global_names(function.__code__):
            callee = function.__globals__.get(name)
            if isinstance(callee, FunctionType):
                function.__globals__[name] = _machine_code(callee, made, CALLED, cache=False)
        # Arrays are borrowed for the length of a call. Counting references to them, which are many in a learner, would
        # take a third of the time.
        counts_references: dict[str, Any] = {"_nrt": not MAKING_ARRAYS.isdisjoint(function.__code__.co_names)}
        made[function] = numba.njit(function, cache=cache, **(counts_references | options))
    return made[function]

"""Which environment was probably meant by an id that can't be used."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

import gymnasium

from tabular.environments.describe import describe
from tabular.environments.refusals import UnsuitableEnvironmentError

if TYPE_CHECKING:
    from tabular.environments.settings import EnvironmentSettings

MOST_CANDIDATES = 5
"""Ids that are tried: each may have to load a package."""

LEAST_LIKENESS = 0.7
"""Of two ids, from 0 to 1, as difflib measures it."""


def meant_id(settings: EnvironmentSettings) -> str | None:
    """Return the registered id that `settings.id` is probably a misspelling of, if a table can be learned for it.

    Bins, bounds and arguments that don't suit it are another mistake, of which the user hears next.
    """
    if settings.id in gymnasium.registry:
        return None
    by_lower_case = {name.lower(): name for name in gymnasium.registry}
    near = difflib.get_close_matches(settings.id.lower(), by_lower_case, n=MOST_CANDIDATES, cutoff=LEAST_LIKENESS)
    return next((by_lower_case[name] for name in near if _is_suitable(by_lower_case[name], settings)), None)


def _is_suitable(name: str, settings: EnvironmentSettings) -> bool:
    try:
        describe(replace(settings, id=name), None, None)
    except UnsuitableEnvironmentError as error:
        return all(one.key != "id" for one in (error, *error.others))
    return True

"""The values that a study gives the keys which it varies: lists, steps of a range, or draws from it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Assignment = dict[str, Any]
"""Values by dotted key, such as `agent.learning_rate.start`."""


def is_range(values: object) -> bool:
    """Tell whether the values of a key are a range `{from, to}`."""
    return isinstance(values, dict) and {"from", "to"} <= values.keys()


def steps_of_range(values: Mapping[str, Any], *, whole: bool) -> list[float]:
    """Return the `points` numbers of a range, both ends included, evenly spaced, or by a constant factor with `log`.

    Args:
        values: `from`, `to`, `points` and perhaps `log`.
        whole: whether the key takes whole numbers only; equal ones are left out.
    """
    points = values["points"]
    fractions = [index / (points - 1) for index in range(points)] if points > 1 else [0.0]
    return list(dict.fromkeys(_within(values, fraction, whole=whole) for fraction in fractions))


def assignments(
    vary: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    whole: frozenset[str],
    method: str,
    points: int | None,
    seed: int,
) -> Iterator[Assignment]:
    """Yield what each trial of a study gives the varied keys.

    Args:
        vary: values by key; or several such mappings, each of which is varied by itself.
        whole: the keys that take whole numbers only.
        method: `grid` and `halving` combine all values; `random` and `sobol` draw.
        points: how many trials are drawn for each mapping.
        seed: seeds the draws. The first of more points are the same points.
    """
    mappings: Sequence[Mapping[str, Any]] = vary if isinstance(vary, list) else [cast("Mapping[str, Any]", vary)]
    for number, one in enumerate(mappings):
        if method in {"grid", "halving"}:
            yield from _grid(one, whole)
        else:
            yield from _drawn(one, whole, method, points or 1, [seed, number])


def _grid(vary: Mapping[str, Any], whole: frozenset[str]) -> Iterator[Assignment]:
    """Combine all values of all keys; the last key changes fastest."""
    columns = []
    for key, values in vary.items():
        if is_range(values):
            columns.append(steps_of_range(values, whole=key in whole))
        else:
            columns.append(values if isinstance(values, list) else [values])
    for combination in itertools.product(*columns):
        yield dict(zip(vary, combination, strict=True))


def _drawn(
    vary: Mapping[str, Any], whole: frozenset[str], method: str, points: int, seed: Sequence[int]
) -> Iterator[Assignment]:
    """Draw points of the unit cube, an axis a key, and give each key its value there."""
    import numpy as np  # noqa: PLC0415 (SciPy takes half a second of each start, and only these two methods draw)
    from scipy.stats import qmc  # noqa: PLC0415

    generator = np.random.default_rng(list(seed))
    if method == "sobol":
        # Whole powers of two keep the sequence balanced; the first of more points are the same points.
        exponent = max(0, math.ceil(math.log2(points)))
        unit = qmc.Sobol(len(vary), scramble=True, rng=generator).random_base2(exponent)[:points]
    else:
        unit = generator.random((points, len(vary)))
    for row in unit.tolist():
        yield {
            key: _at(values, fraction, whole=key in whole)
            for (key, values), fraction in zip(vary.items(), row, strict=True)
        }


def _at(values: Any, fraction: float, *, whole: bool) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return the value at a fraction, from 0 to 1 (not reached), of a range or of a list."""
    if is_range(values):
        return _within(values, fraction, whole=whole)
    listed = values if isinstance(values, list) else [values]
    return listed[int(fraction * len(listed))]


def _within(values: Mapping[str, Any], fraction: float, *, whole: bool) -> float:
    """Return the number at a fraction, from 0 to 1, of a range; its ends are exact."""
    low, high = values["from"], values["to"]
    if fraction in {0.0, 1.0}:
        number = high if fraction else low
    elif values.get("log", False):
        number = low * (high / low) ** fraction
    else:
        # Twelve digits: 0.1 to 1.0 in 19 points has 0.15 and not 0.15000000000000002.
        number = float(f"{low + (high - low) * fraction:.12g}")
    return round(number) if whole else float(number)

"""The exact solution of an environment: optimal action values, and the best possible return of an episode."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.results.atomic import replacing, write_text
from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

OPTIMAL_VALUES, BEST_RETURN = "optimal_values.npy", "best_return.json"
"""The names of the two files."""

BEST_POSSIBLE = "best possible"
WITHOUT_CLOCK = "best found without a clock"
"""What the two returns are called beside those of an agent."""


@dataclass(frozen=True)
class BestReturn:
    """The contents of `best_return.json`: expected undiscounted returns of an evaluation episode, from the starts.

    Attributes:
        environment: the environment's Gymnasium id.
        steps: after which an episode is truncated.
        best_possible: the return of the best policy of all, which may count the steps that are left.
        best_without_clock: the return of the best policy found that doesn't count its steps, as that of a table
            doesn't. It is proven to be the best of its kind where it is the same as `best_possible`.
        discount: that of the optimal action values in `optimal_values.npy`, from 0 to 1.
    """

    environment: str
    steps: int
    best_possible: float
    best_without_clock: float
    discount: float

    @property
    def references(self) -> dict[str, float]:
        """The returns by what they are called: one, where not counting the steps costs nothing."""
        found = {BEST_POSSIBLE: self.best_possible}
        if self.best_without_clock != self.best_possible:
            found[WITHOUT_CLOCK] = self.best_without_clock
        return found


KINDS = {
    "environment": str,
    "steps": int,
    "best_possible": float,
    "best_without_clock": float,
    "discount": float,
}


def write_best_return(path: Path, found: BestReturn) -> None:
    """Write `best_return.json`."""
    write_text(path, json.dumps(asdict(found), indent=2) + "\n")


def read_best_return(path: Path) -> BestReturn:
    """Read `best_return.json`.

    Raises:
        DamagedFileError: the file is missing or no JSON, or has other keys, or values that can't be.
    """
    with reading(path, "JSON file"):
        content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.keys() != KINDS.keys():
        raise DamagedFileError(path, f"it should have the keys {', '.join(KINDS)}, and no others")
    for name, kind in KINDS.items():
        value = content[name]
        if not isinstance(value, kind) or (isinstance(value, float) and not math.isfinite(value)):
            raise DamagedFileError(path, f"its {name} is {value!r}, which can't be")
    return BestReturn(**content)


def write_optimal_values(path: Path, values: NDArray[np.float64]) -> None:
    """Write optimal action values, float64, of the shape of the experiment's Q-tables."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.save(file, values, allow_pickle=False)


def read_optimal_values(path: Path, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Read optimal action values.

    Args:
        path: the file.
        shape: of the experiment's Q-tables.

    Returns:
        −∞ for actions that are not available, and where a return falls without end; ∞ where it grows without end.

    Raises:
        DamagedFileError: the file is missing, or holds anything but such values.
    """
    with reading(path, ".npy file"):
        values = np.load(path, allow_pickle=False)
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.shape != shape:
        found = f"{values.dtype} {values.shape}" if isinstance(values, np.ndarray) else "an archive"
        raise DamagedFileError(path, f"it holds {found}, not action values of float64 {shape}")
    if np.isnan(values).any():
        raise DamagedFileError(path, "it holds values that are not numbers")
    return values

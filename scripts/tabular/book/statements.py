"""What the book says of a figure, and the number that came out here in its place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import stats

from tabular.statistics.intervals import CONFIDENCE, Estimate, estimate
from tabular.statistics.metrics import mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tabular.book.lines import Line

    Lines = Mapping[str, Line]


@dataclass(frozen=True)
class At:
    """The mean of a line at a point.

    Attributes:
        line: its name.
        x: the point.
        of_single_runs: the book shows a single run, so the interval is the range of the middle 95 % of runs.
    """

    line: str
    x: float
    of_single_runs: bool = False

    def find(self, lines: Lines) -> Estimate:
        """Return the number."""
        line = lines[self.line]
        position = position_of(line, self.x)
        if self.of_single_runs:
            return spread(values_of(line)[position])
        return Estimate(float(line.mean[position]), float(line.low[position]), float(line.high[position]))


@dataclass(frozen=True)
class MeanOver:
    """The mean of a line over some of its points, the ends included.

    Attributes:
        line: its name.
        first: the first point.
        last: the last point.
        of_single_runs: as for `At`.
    """

    line: str
    first: float
    last: float
    of_single_runs: bool = False

    def find(self, lines: Lines) -> Estimate:
        """Return the number."""
        means = means_of_runs(lines[self.line], self.first, self.last)
        return spread(means) if self.of_single_runs else estimate(mean, means)


@dataclass(frozen=True)
class Difference:
    """By how much the mean of a line over some points is above that of another one, which has the same seeds.

    Attributes:
        line: its name.
        other: the other one's name.
        first: the first point.
        last: the last point.
    """

    line: str
    other: str
    first: float
    last: float

    def find(self, lines: Lines) -> Estimate:
        """Return the number."""
        ours, theirs = (means_of_runs(lines[name], self.first, self.last) for name in (self.line, self.other))
        return estimate(mean, ours - theirs)


@dataclass(frozen=True)
class Best:
    """The best point of a line.

    Attributes:
        line: its name.
        is_lowest: the smallest mean is the best.
    """

    line: str
    is_lowest: bool = False

    def find(self, lines: Lines) -> Estimate:
        """Return the number."""
        line = lines[self.line]
        position = int(np.argmin(line.mean) if self.is_lowest else np.argmax(line.mean))
        return Estimate(float(line.mean[position]), float(line.low[position]), float(line.high[position]))


@dataclass(frozen=True)
class StandardErrorOfBest:
    """The standard error of the best point of a line, from the width of its interval.

    Attributes:
        line: its name.
        is_lowest: as for `Best`.
    """

    line: str
    is_lowest: bool = False

    def find(self, lines: Lines) -> Estimate:
        """Return the number, which has no interval."""
        best = Best(self.line, self.is_lowest).find(lines)
        freedom = int(lines[self.line].runs[0]) - 1
        error = (best.high - best.low) / 2 / float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom))
        return Estimate(error, math.nan, math.nan)


@dataclass(frozen=True)
class FirstBelow:
    """The first point at which the mean of a line is at most a level; the interval, where the ends of its band are.

    Attributes:
        line: its name.
        level: what it has to come down to.
    """

    line: str
    level: float

    def find(self, lines: Lines) -> Estimate:
        """Return the number; infinite where the line never comes down to the level."""
        line = lines[self.line]
        reached = (np.flatnonzero(curve <= self.level) for curve in (line.mean, line.low, line.high))
        value, low, high = (float(line.x[points[0]]) if len(points) else math.inf for points in reached)
        return Estimate(value, low, high)


@dataclass(frozen=True)
class BestLine:
    """The line with the best point of all.

    Attributes:
        is_lowest: as for `Best`.
        among: the names of the lines that count; empty: all.
    """

    is_lowest: bool = False
    among: tuple[str, ...] = ()

    def find(self, lines: Lines) -> str:
        """Return its name."""
        best = {name: Best(name, self.is_lowest).find(lines).value for name in self.among or lines}
        return min(best, key=best.__getitem__) if self.is_lowest else max(best, key=best.__getitem__)


Number = At | MeanOver | Difference | Best | StandardErrorOfBest | FirstBelow | BestLine


class Range(NamedTuple):
    """The numbers that agree with one of the book, as precisely as that is said or can be read.

    Attributes:
        low: the smallest.
        high: the largest; where one of both is infinite, the whole interval has to be beyond the other.
    """

    low: float
    high: float

    def agrees(self, found: Estimate) -> bool:
        """Tell whether a number, with its interval where it has one, agrees."""
        low, high = (found.value if math.isnan(end) else end for end in (found.low, found.high))
        if math.isinf(self.high):
            return low > self.low
        if math.isinf(self.low):
            return high < self.high
        return low <= self.high and high >= self.low


MORE = Range(0.0, math.inf)
"""Of a difference that is clearly above 0."""


def near(number: float, precision: float) -> Range:
    """Return what agrees with a number that is known so precisely."""
    return Range(number - precision, number + precision)


@dataclass(frozen=True)
class Statement:
    """Something that the book says.

    Attributes:
        what: what it is about.
        book: what the book says, as text; `≈` before what is read off a figure.
        here: the number, or the name, that answers it.
        wanted: the numbers that agree with the book, or the names.
    """

    what: str
    book: str
    here: Number
    wanted: Range | tuple[str, ...]

    def agrees(self, found: Estimate | str) -> bool:
        """Tell whether what was found agrees with the book."""
        if isinstance(self.wanted, Range):
            return not isinstance(found, str) and self.wanted.agrees(found)
        return found in self.wanted


@dataclass(frozen=True)
class Finding:
    """A statement of the book, and what was found.

    Attributes:
        statement: what the book says.
        found: a number with its interval, or a name.
        runs: on how many runs it rests.
    """

    statement: Statement
    found: Estimate | str
    runs: int


def find_all(statements: tuple[Statement, ...], lines: Lines) -> list[Finding]:
    """Return what was found for each statement."""
    runs = max(int(line.runs.max()) for line in lines.values())
    found = []
    for one in statements:
        own = getattr(one.here, "line", None)
        found.append(Finding(one, one.here.find(lines), runs if own is None else int(lines[own].runs.max())))
    return found


def spread(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of runs, shape (runs,), with the range of the middle 95 % of them."""
    low, high = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(float(values.mean()), float(low), float(high))


def position_of(line: Line, x: float) -> int:
    """Return the position of a point.

    Raises:
        ValueError: the line has no such point.
    """
    positions = np.flatnonzero(np.isclose(line.x, x))
    if len(positions) != 1:
        raise ValueError(f"{line.name} has no point at {x:g}")
    return int(positions[0])


def values_of(line: Line) -> NDArray[np.float64]:
    """Return the values of each run, shape (points, runs).

    Raises:
        ValueError: only the means of the line are known.
    """
    if line.values is None:
        raise ValueError(f"of {line.name}, only the means are known")
    return line.values


def means_of_runs(line: Line, first: float, last: float) -> NDArray[np.float64]:
    """Return the mean of each run over some points, the ends included; shape (runs,)."""
    means: NDArray[np.float64] = values_of(line)[(line.x >= first) & (line.x <= last)].mean(axis=0)
    return means

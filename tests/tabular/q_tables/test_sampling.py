"""What pictures show of tiles, held against the tiles that the agent itself finds."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.environments.tiles import TileCoding, Tiling, find_tiles, sum_of_weights
from tabular.q_tables.projection import state_visits
from tabular.q_tables.sampling import ShownValues, display_grid, fitting
from tabular.q_tables.view import ViewError
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.first_updates import NEVER

from tests.helpers.descriptions import CART_POLE, MOUNTAIN_CAR, TILED_ACROBOT, TILED_CAR, tiled

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.results.environment import EnvironmentDescription

VIEW = ViewSettings(axes=None, reduce="mean", grid=None, resolution=5)


def coding_of(description: EnvironmentDescription) -> TileCoding:
    """Return the tiles as the environments' side lays them."""
    tiling = description.tiling
    assert tiling is not None
    return TileCoding.between(
        np.array(description.low, dtype=np.float32),
        np.array(description.high, dtype=np.float32),
        Tiling(tiling["tilings"], tuple(tiling["tiles"]), tiling["offsets"]),
        tiling["periodic"],
        1,
    )


def rows_of(shown: ShownValues, description: EnvironmentDescription) -> NDArray[np.int64]:
    """Return the rows of the weights at each cell's centre by `find_tiles`, shape cells + (tilings,)."""
    grid, coding = shown.description, coding_of(description)
    assert grid.low is not None and grid.high is not None  # noqa: PT018
    centres = [
        [low + (index + 0.5) * (high - low) / count for index in range(count)]
        for low, high, count in zip(grid.low, grid.high, grid.cells, strict=True)
    ]
    rows = np.zeros((*grid.cells, coding.active_tiles.shape[1]), dtype=np.int64)
    for cell in product(*map(range, grid.cells)):
        place = np.array([along[index] for along, index in zip(centres, cell, strict=True)], dtype=np.float32)
        rows[cell] = coding.active_tiles[find_tiles(coding, place)]
    return rows


def combined(table: NDArray[Any], rows: NDArray[np.int64], combine: Any) -> NDArray[Any]:
    """Combine what is known of the weights at each cell, shape cells + (actions,)."""
    return np.asarray(combine(table.reshape(-1, table.shape[-1])[rows], axis=-2))


@st.composite
def any_tiles(draw: st.DrawFn) -> EnvironmentDescription:
    """Draw tiles over up to three dimensions, some of them angles."""
    dimensions = draw(st.integers(1, 3))
    angles = [draw(st.booleans()) for _ in range(dimensions)]
    edges = st.floats(-100, 100, width=32)
    low = [-math.pi if angle else draw(edges) for angle in angles]
    high = [
        math.pi if angle else one + draw(st.floats(0.125, 50, width=32)) for one, angle in zip(low, angles, strict=True)
    ]
    return tiled(
        replace(
            MOUNTAIN_CAR,
            axes=[f"axis {number}" for number in range(dimensions)],
            low=[float(np.float32(one)) for one in low],
            high=[float(np.float32(one)) for one in high],
        ),
        draw(st.lists(st.integers(1, 5), min_size=dimensions, max_size=dimensions)),
        tilings=draw(st.integers(1, 9)),
        offsets=draw(st.sampled_from(["asymmetric", "uniform"])),
        periodic=angles,
    )


@given(any_tiles(), st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_cells_have_the_values_that_the_agent_has_at_their_centres(
    description: EnvironmentDescription, resolution: int, seed: int
) -> None:
    shown = ShownValues.of(description, replace(VIEW, resolution=resolution))
    rows = rows_of(shown, description)
    weights = np.random.default_rng(seed).normal(size=description.table_shape)
    flat = weights.reshape(-1, weights.shape[-1])
    expected = np.array(
        [
            [sum_of_weights(one[np.newaxis].astype(np.uint32), flat, 0, action) for action in range(flat.shape[1])]
            for one in rows.reshape(-1, rows.shape[-1])
        ]
    )
    np.testing.assert_array_equal(shown.values(weights).reshape(expected.shape), expected)  # to the last bit


@pytest.mark.parametrize("description", [TILED_CAR, TILED_ACROBOT])
def test_what_is_known_of_a_cell_is_what_is_known_of_any_of_its_tiles(description: EnvironmentDescription) -> None:
    shown = ShownValues.of(description, VIEW)
    rows = rows_of(shown, description)
    rng = np.random.default_rng(3)
    visits = (rng.integers(0, 50, description.table_shape) * (rng.random(description.table_shape) < 0.1)).astype(
        np.uint32
    )
    updates = np.where(visits > 0, rng.integers(0, 9, visits.shape), NEVER).astype(np.int32)
    np.testing.assert_array_equal(shown.updated(visits), combined(visits > 0, rows, np.any))
    np.testing.assert_array_equal(
        shown.first_updates(updates), combined(updates.view(np.uint32), rows, np.min).view(np.int32)
    )
    counts = shown.visits(visits)
    np.testing.assert_array_equal(counts, np.ceil(combined(visits.astype(float), rows, np.mean)))
    np.testing.assert_array_equal(counts > 0, shown.updated(visits))
    assert counts.dtype == np.uint32
    assert shown.first_updates(updates).dtype == np.int32


@pytest.mark.parametrize("axes", [["cart velocity", "pole angle"], ["pole angle", "cart velocity"]])
def test_visits_over_hidden_dimensions_count_each_update_once(axes: list[str]) -> None:
    description = tiled(CART_POLE, [3, 4, 3, 2], tilings=4)
    shown = ShownValues.of(description, replace(VIEW, axes=axes, resolution=1 + 2 * 12))
    coding = coding_of(description)
    visits = np.zeros(description.table_shape, dtype=np.uint32)
    rng = np.random.default_rng(1)
    low, high = np.array(description.low), np.array(description.high)
    place = low + 0.47 * (high - low)
    for _ in range(40):  # all at one velocity and angle, anywhere along the others, any action
        place[[0, 3]] = rng.uniform(low[[0, 3]], high[[0, 3]])
        tiles = coding.active_tiles[find_tiles(coding, place.astype(np.float32))]
        visits.reshape(-1, 2)[tiles, rng.integers(2)] += 1
    found = state_visits(shown.view, shown.visits_to_sum(visits))
    assert found.shape == (25, 25)
    assert (found.max(), found[11, 11]) == (40, 40), "the cell around 47 % of both ranges"
    assert found.min() == 0


@pytest.mark.parametrize("description", [MOUNTAIN_CAR, CART_POLE])
def test_a_table_is_shown_as_it_is_and_not_even_copied(description: EnvironmentDescription) -> None:
    shown = ShownValues.of(description, replace(VIEW, resolution=None))
    table = np.random.default_rng(1).normal(size=description.table_shape)
    visits = np.ones(description.table_shape, dtype=np.uint32)
    updates = np.zeros(description.table_shape, dtype=np.int32)
    assert shown.description is description
    assert shown.values(table) is table
    assert shown.visits(visits) is visits
    assert shown.visits_to_sum(visits) is visits
    assert np.shares_memory(shown.first_updates(updates), updates)
    assert shown.view == ViewSettings(None, "mean", None).of(description)


def test_shown_dimensions_have_the_resolution_and_others_at_most_their_tiles() -> None:
    grid = display_grid(TILED_ACROBOT, VIEW)
    assert (grid.cells, grid.tiling, grid.bins) == ((5, 5, 4, 5), None, [5, 5, 4, 5])
    other = display_grid(TILED_ACROBOT, replace(VIEW, axes=["velocity 2", "θ₁"], resolution=9))
    assert other.cells == (9, 6, 4, 9)
    assert ShownValues.of(TILED_ACROBOT, VIEW).view.sampling.replace("\N{NO-BREAK SPACE}", " ") == (
        "values of 4 tilings at the centres of 5 × 5 × 4 × 5 cells"
    )
    with pytest.raises(ViewError, match="null, or two different ones of"):
        ShownValues.of(TILED_ACROBOT, replace(VIEW, axes=["θ₁", "θ₃"]))


def test_a_grid_becomes_coarser_until_it_fits() -> None:
    assert fitting(TILED_ACROBOT, VIEW, 10**6) is not None
    assert fitting(TILED_ACROBOT, replace(VIEW, resolution=40), 10**6).resolution == 40
    assert fitting(TILED_ACROBOT, replace(VIEW, resolution=40), 3 * 30 * 30 * 20).resolution == 30
    assert fitting(TILED_ACROBOT, VIEW, 1).resolution == 2
    assert fitting(CART_POLE, replace(VIEW, resolution=None), 1).resolution is None

"""Descriptions of small environments for tests of pictures, made without Gymnasium."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tabular.results.environment import EnvironmentDescription

if TYPE_CHECKING:
    from collections.abc import Sequence

MOUNTAIN_CAR = EnvironmentDescription(
    id="MountainCar-v0",
    low=[-1.2, -0.07],
    high=[0.6, 0.07],
    bins=[20, 20],
    bin_width=[0.09, 0.007],
    table_shape=[20, 20, 3],
    actions=["push left", "no push", "push right"],
    axes=["position", "velocity"],
    action_counts=None,
    time_limit=200,
    reward_threshold=-110.0,
    grid=None,
    map=None,
)

FINE_MOUNTAIN_CAR = replace(MOUNTAIN_CAR, bins=[400, 150], table_shape=[400, 150, 3])

FROZEN_LAKE = EnvironmentDescription(
    id="FrozenLake-v1",
    low=None,
    high=None,
    bins=None,
    bin_width=None,
    table_shape=[64, 4],
    actions=["left", "down", "right", "up"],
    axes=["state"],
    action_counts=None,
    time_limit=200,
    reward_threshold=0.85,
    grid=[8, 8],
    map=["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"],
)

CLIFF = replace(
    FROZEN_LAKE, id="CliffWalking-v1", table_shape=[48, 4], grid=[4, 12], map=["F" * 12] * 3 + ["SXXXXXXXXXXG"]
)

TAXI = replace(
    FROZEN_LAKE,
    id="Taxi-v4",
    table_shape=[500, 6],
    actions=[f"action {number}" for number in range(6)],
    grid=None,
    map=None,
)

CORRIDOR = replace(
    MOUNTAIN_CAR, id="Corridor-v0", low=[0.0], high=[10.0], bins=[5], bin_width=[2.0], table_shape=[5, 2],
    actions=["back", "on"], axes=["distance in m"],
)  # fmt: skip

CART_POLE = replace(
    MOUNTAIN_CAR,
    id="CartPole-v1",
    low=[-2.4, -3.0, -0.21, -3.0],
    high=[2.4, 3.0, 0.21, 3.0],
    bins=[3, 4, 5, 6],
    bin_width=[1.6, 1.5, 0.084, 1.0],
    table_shape=[3, 4, 5, 6, 2],
    actions=["push left", "push right"],
    axes=["cart position", "cart velocity", "pole angle", "pole velocity"],
)


def tiled(
    description: EnvironmentDescription,
    tiles: Sequence[int],
    *,
    tilings: int = 4,
    offsets: str = "asymmetric",
    periodic: Sequence[bool] | None = None,
) -> EnvironmentDescription:
    """Return a description of tiles over an environment's bounds, in place of a table."""
    assert description.low is not None and description.high is not None  # noqa: PT018
    is_angle = list(periodic or [False] * len(tiles))
    between = [count if angle else max(count - 1, 1) for count, angle in zip(tiles, is_angle, strict=True)]
    bounds = zip(description.low, description.high, between, strict=True)
    # In front of each component, those before it take one dimension of the observation, or two.
    first = [sum(2 if angle else 1 for angle in is_angle[:component]) for component in range(len(tiles))]
    angles = [[number, number + 1] for number, angle in zip(first, is_angle, strict=True) if angle]
    return replace(
        description,
        bins=None,
        bin_width=[(high - low) / count for low, high, count in bounds],
        table_shape=[tilings, *tiles, len(description.actions)],
        angles=angles or None,
        tiling={"tilings": tilings, "tiles": list(tiles), "offsets": offsets, "periodic": is_angle},
    )


TILED_CAR = tiled(MOUNTAIN_CAR, [9, 7], tilings=8)

PI = 3.1415927410125732
"""As float32 has it."""

TILED_ACROBOT = tiled(
    replace(
        MOUNTAIN_CAR,
        id="Acrobot-v1",
        low=[-PI, -PI, -7.0, -12.0],
        high=[PI, PI, 7.0, 12.0],
        actions=["torque −1 N m", "no torque", "torque +1 N m"],
        axes=["θ₁", "θ₂", "velocity 1", "velocity 2"],
        time_limit=500,
    ),
    [6, 6, 4, 5],
    periodic=[True, True, False, False],
)

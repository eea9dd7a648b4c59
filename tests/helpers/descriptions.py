"""Descriptions of small environments for tests of pictures, made without Gymnasium."""

from __future__ import annotations

from dataclasses import replace

from tabular.results.environment import EnvironmentDescription

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

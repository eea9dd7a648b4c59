"""What jobs are told of how tables are shown: no more than what changes their pictures."""

from __future__ import annotations

from configuration.learned_environment import shown_view

from tests.helpers.configurations import load, of


def test_only_with_tiles_is_there_a_resolution() -> None:
    table = load(of({"view": {"resolution": 7}})).experiments["mine"]
    tiles = load(of({"view": {"resolution": 7}, "agent": {"value_function": "tiles", "tiles": [5, 5]}}))
    assert shown_view(table) == {"axes": None, "reduce": "mean", "grid": None}
    assert shown_view(tiles.experiments["mine"]) == {"axes": None, "reduce": "mean", "grid": None, "resolution": 7}

"""The video of the agent acting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from describe_environment import describe_environment
from record_rollout import greedy_players, record_rollout
from tabular.environments.discretisation import DiscreteDiscretisation
from tabular.environments.rendering import RenderingError
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.settings import RolloutSettings
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.q_table import write_table

from tests.helpers.descriptions import FROZEN_LAKE

if TYPE_CHECKING:
    from pathlib import Path

CAR = EnvironmentSettings("MountainCar-v0", bins=(20, 20), time_limit=12)
ROLLOUT: dict[str, Any] = {
    "episodes": 2,
    "seed": 1,
    "max_steps": 500,
    "constant_action": None,
    "fps": None,
    "hold_seconds": 0.1,
}
VIEW = ViewSettings(axes=None, reduce="mean", grid=None)


def record(folder: Path, settings: EnvironmentSettings = CAR, **changes: Any) -> Path:
    """Record three made-up tables in a folder; return the video."""
    description = folder / "environment.json"
    describe_environment(
        settings=settings,
        actions=["push left", "no push", "push right"],
        axes=["position", "velocity"],
        path=description,
    )
    rng = np.random.default_rng(0)
    for episode in (0, 50, 99):
        write_table(folder / "qtables" / f"{episode:02d}.npy", rng.random((20, 20, 3)))
    write_table(folder / "first_updates.npy", np.zeros((20, 20, 3), dtype=np.int32))
    path = folder / "rollout.mp4"
    record_rollout(
        settings=settings,
        qtables=folder / "qtables",
        first_updates=folder / "first_updates.npy",
        description=description,
        chosen=[0, 50, 99],
        episodes=100,
        view=VIEW,
        rollout=RolloutSettings(**(ROLLOUT | changes)),
        path=path,
    )
    return path


def decode(path: Path) -> tuple[tuple[str, str, float, int, int], list[Any]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        facts = (
            context.name,
            str(context.pix_fmt),
            float(stream.average_rate or 0),
            context.width,
            context.height,
        )
        return facts, [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_each_table_plays_its_episodes_and_their_ends_are_held(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    facts, frames = decode(record(tmp_path))
    assert facts == ("h264", "yuv420p", 30.0, 1280, 720)
    # Three tables, two episodes each: the start, 12 steps, and the end for 0.1 s more.
    assert len(frames) == 3 * 2 * (1 + 12 + 3)
    said = capfd.readouterr().out.splitlines()
    for episode in (0, 50, 99):
        line = f"greedy policy at the end of training episode {episode}: truncated after 12 steps, return −12"
        assert said.count(line) == 2
    assert said[-1] == "96 frames at 30 a second: 3.20 s"


def test_an_episode_that_is_cut_off_and_another_speed(tmp_path: Path) -> None:
    facts, frames = decode(record(tmp_path, max_steps=4, fps=10, episodes=1, hold_seconds=0.5))
    assert facts[2] == 10.0
    assert len(frames) == 3 * (1 + 4 + 5)


@pytest.mark.parametrize("action", ["push right", 2])
def test_a_constant_action_comes_first(tmp_path: Path, action: object, capfd: pytest.CaptureFixture[str]) -> None:
    _, frames = decode(record(tmp_path, constant_action=action))
    assert len(frames) == 4 * 2 * (1 + 12 + 3)
    said = capfd.readouterr().out.splitlines()
    said = [line for line in said if "return" in line]
    assert said[0].startswith("always “push right”: truncated after 12 steps")
    assert said[2].startswith("greedy policy at the end of training episode 0:")


def test_only_actions_that_a_state_offers_are_played_and_no_others_decide(tmp_path: Path) -> None:
    fewer = replace(FROZEN_LAKE, action_counts=[2] * 64)
    table = np.zeros(FROZEN_LAKE.table_shape)
    table[:, 2:] = 100.0
    table[5, 1] = 1.0
    write_table(tmp_path / "9.npy", table)
    updates = tmp_path / "first_updates.npy"
    write_table(updates, np.zeros(FROZEN_LAKE.table_shape, dtype=np.int32))
    states = DiscreteDiscretisation((0,), (64,))
    (player,) = greedy_players(ShownValues.of(fewer, VIEW), states, [9], 10, qtables=tmp_path, first_updates=updates)
    segment = player.segment
    assert [player.act(state) for state in range(64)] == segment.policy.actions.tolist()
    assert segment.policy.actions.tolist() == [int(state == 5) for state in range(64)]
    assert segment.policy.tied.tolist() == [state != 5 for state in range(64)]


def test_masked_actions_are_not_played_and_the_first_may_be_one(tmp_path: Path) -> None:
    masked = replace(FROZEN_LAKE, action_mask=[[0, 1, 0, 1]] * 63 + [[0, 0, 0, 0]])
    table = np.zeros(FROZEN_LAKE.table_shape)
    table[:, [0, 2]] = 100.0
    table[5, 3] = 1.0
    write_table(tmp_path / "9.npy", table)
    updates = tmp_path / "first_updates.npy"
    write_table(updates, np.zeros(FROZEN_LAKE.table_shape, dtype=np.int32))
    states = DiscreteDiscretisation((0,), (64,))
    (player,) = greedy_players(ShownValues.of(masked, VIEW), states, [9], 10, qtables=tmp_path, first_updates=updates)
    segment = player.segment
    assert [player.act(state) for state in range(63)] == segment.policy.actions[:63].tolist()
    assert segment.policy.actions[:63].tolist() == [3 if state == 5 else 1 for state in range(63)]
    assert segment.policy.tied[:63].tolist() == [state != 5 for state in range(63)]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    assert len({record(tmp_path / str(number)).read_bytes() for number in range(3)}) == 1


def test_an_environment_that_cannot_be_filmed_says_so_and_leaves_no_video(tmp_path: Path) -> None:
    (tmp_path / "dark_room.py").write_text(
        "import gymnasium\n"
        "from gymnasium.envs.classic_control import MountainCarEnv\n"
        "class DarkRoom(MountainCarEnv):\n"
        "    metadata = {}\n"
        "    def __init__(self): super().__init__()\n"
        "gymnasium.register('DarkRoom-v0', entry_point=DarkRoom, max_episode_steps=9)\n"
    )
    dark = replace(CAR, id="DarkRoom-v0", module=str(tmp_path / "dark_room.py"))
    with pytest.raises(RenderingError, match="DarkRoom-v0 can't be filmed: it has no render modes"):
        record(tmp_path, dark)
    assert not (tmp_path / "rollout.mp4").exists()


def test_only_what_had_been_updated_by_then_is_known(tmp_path: Path) -> None:
    updates = np.full(FROZEN_LAKE.table_shape, -1, dtype=np.int32)
    updates[5, 1], updates[7, 0] = 0, 9
    write_table(tmp_path / "first_updates.npy", updates)
    for name in ("0", "9"):
        write_table(tmp_path / f"{name}.npy", np.zeros(FROZEN_LAKE.table_shape))
    shown, states = ShownValues.of(FROZEN_LAKE, VIEW), DiscreteDiscretisation((0,), (64,))
    players = greedy_players(shown, states, [0, 9], 10, qtables=tmp_path, first_updates=tmp_path / "first_updates.npy")
    assert [np.flatnonzero(player.segment.policy.known).tolist() for player in players] == [[5], [5, 7]]

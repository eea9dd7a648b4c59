"""Which tables are kept."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.results.snapshots import SnapshotPolicy, batches, choose, episode_name


def test_the_tutorial_keeps_every_tenth_table_and_the_last() -> None:
    kept = SnapshotPolicy(every=10).episodes(25000)
    assert len(kept) == 2501
    assert kept[:3] == (0, 10, 20)
    assert kept[-2:] == (24990, 24999)


@given(episodes=st.integers(1, 500), every=st.integers(1, 500))
def test_every_keeps_all_multiples_and_the_last_episode(episodes: int, every: int) -> None:
    if every > episodes:
        with pytest.raises(ValueError, match="don't fit"):
            SnapshotPolicy(every=every).episodes(episodes)
        return
    kept = SnapshotPolicy(every=every).episodes(episodes)
    assert set(kept) == {episode for episode in range(episodes) if episode % every == 0} | {episodes - 1}
    assert list(kept) == sorted(set(kept))


@given(episodes=st.integers(1, 2000), share=st.floats(0, 1), spacing=st.sampled_from(["linear", "log"]))
def test_count_keeps_exactly_so_many_distinct_tables(
    episodes: int, share: float, spacing: Literal["linear", "log"]
) -> None:
    count = max(1, round(share * episodes))
    kept = SnapshotPolicy(count=count, spacing=spacing).episodes(episodes)
    assert len(set(kept)) == count
    assert list(kept) == sorted(kept)
    assert kept[-1] == episodes - 1
    assert count == 1 or kept[0] == 0


def test_log_spacing_is_dense_at_the_beginning() -> None:
    kept = SnapshotPolicy(count=7, spacing="log").episodes(1_000_000)
    assert kept == (0, 9, 99, 999, 9999, 99999, 999999)


@pytest.mark.parametrize("policy", [SnapshotPolicy(), SnapshotPolicy(every=1, count=1), SnapshotPolicy(count=11)])
def test_policies_without_a_meaning_are_errors(policy: SnapshotPolicy) -> None:
    with pytest.raises(ValueError, match="snapshots"):
        policy.episodes(10)


def test_five_of_the_tutorials_tables_reach_from_the_first_to_the_last() -> None:
    kept = SnapshotPolicy(every=10).episodes(25000)
    assert choose(kept, 5) == (0, 6250, 12500, 18750, 24999)
    assert choose(kept, 1) == (24999,)
    assert choose(kept, 2502) == kept


def test_chosen_episodes_are_those_asked_for_or_an_error() -> None:
    assert choose((0, 10, 20, 25), [25, 10]) == (10, 25)
    with pytest.raises(ValueError, match=r"\[11, 12\]"):
        choose((0, 10, 20, 25), [12, 10, 11])


@given(kept=st.lists(st.integers(0, 10**6), min_size=1, max_size=300, unique=True), count=st.integers(1, 400))
def test_a_choice_has_as_many_as_asked_for_or_all_there_are(kept: list[int], count: int) -> None:
    found = choose(sorted(kept), count)
    assert len(set(found)) == len(found) == min(count, len(kept))
    assert set(found) <= set(kept)
    assert list(found) == sorted(found)
    assert found[-1] == max(kept)
    assert count == 1 or found[0] == min(kept)


@given(episodes=st.integers(1, 10**6), data=st.data())
def test_names_sort_as_the_episodes_do_and_have_one_width(episodes: int, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, episodes - 1), min_size=2, max_size=5))
    names = [episode_name(episode, episodes) for episode in chosen]
    assert sorted(names) == [episode_name(episode, episodes) for episode in sorted(chosen)]
    assert {len(name) for name in names} == {len(str(episodes - 1))}


@given(items=st.integers(1, 300), size=st.integers(1, 400))
def test_batches_lose_nothing_and_keep_the_order(items: int, size: int) -> None:
    episodes = tuple(range(0, 10 * items, 10))
    found = batches(episodes, size)
    assert tuple(episode for batch in found for episode in batch) == episodes
    lengths = {len(batch) for batch in found}
    assert max(lengths) - min(lengths) <= 1
    assert max(lengths) <= 1.5 * size
    assert len(found) == 1 or size / 2 <= min(lengths)


def test_the_last_table_of_the_tutorial_gets_no_batch_of_its_own() -> None:
    kept = SnapshotPolicy(every=10).episodes(25000)
    assert [(batch[0], len(batch)) for batch in batches(kept, 500)] == [
        (0, 500), (5000, 500), (10000, 500), (15000, 500), (20000, 501),
    ]  # fmt: skip
    assert batches(kept, 1) == [(episode,) for episode in kept]

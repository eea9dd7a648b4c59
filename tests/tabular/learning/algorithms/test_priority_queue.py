"""The queue of prioritized sweeping gives its items in the order of their priorities."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tabular.learning.algorithms.priority_queue import empty_queue, insert, take_first

ITEMS = 40
PRIORITIES = st.sampled_from([0.5, 1.0, 2.0]) | st.floats(0, 10)  # with equals


@given(st.dictionaries(st.integers(0, ITEMS - 1), PRIORITIES))
def test_items_come_in_sorted_order(priorities: dict[int, float]) -> None:
    queue = empty_queue(ITEMS)
    for item, priority in priorities.items():
        insert(queue, item, priority)
    taken = [take_first(queue) for _ in priorities]
    assert taken == sorted(priorities, key=lambda item: (-priorities[item], item))
    assert queue.length[0] == 0
    assert (queue.place == -1).all()


@given(st.lists(st.none() | st.tuples(st.integers(0, ITEMS - 1), PRIORITIES), max_size=200))
def test_items_may_come_and_go_and_be_raised_in_any_order(steps: list[tuple[int, float] | None]) -> None:
    queue = empty_queue(ITEMS)
    expected: dict[int, float] = {}
    for step in steps:
        if step is not None:
            item, priority = step
            insert(queue, item, priority)
            expected[item] = max(priority, expected.get(item, priority))
        elif expected:
            first = min(expected, key=lambda item: (-expected[item], item))
            del expected[first]
            assert take_first(queue) == first
        assert queue.length[0] == len(expected)
        assert {int(item): float(queue.priority[item]) for item in queue.heap[: len(expected)]} == expected

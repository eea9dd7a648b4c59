"""A queue of numbered items, the most urgent first, as a binary heap in arrays that are made once.

Of items with equal priorities, the one with the lowest number comes first. So the order doesn't depend on that in which
they came, and two queues that hold the same are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PriorityQueue(NamedTuple):
    """The items in the queue, each there once.

    Attributes:
        heap: the items, shape (items,), of which the first `length` are there; the one at i comes before those at
            2 i + 1 and 2 i + 2.
        place: where in the heap each item is, shape (items,); -1 where it isn't.
        priority: of each item that is there, likewise.
        length: how many are there, shape (1,).
    """

    heap: NDArray[np.int64]
    place: NDArray[np.int64]
    priority: NDArray[np.float64]
    length: NDArray[np.int64]


def empty_queue(items: int) -> PriorityQueue:
    """Make a queue for the items 0 … items - 1."""
    return PriorityQueue(
        heap=np.zeros(items, dtype=np.int64),
        place=np.full(items, -1, dtype=np.int64),
        priority=np.zeros(items, dtype=np.float64),
        length=np.zeros(1, dtype=np.int64),
    )


def insert(queue: PriorityQueue, item: int, priority: float) -> None:
    """Put an item into the queue; one that is there already keeps the higher of its priorities."""
    place = queue.place[item]
    if place >= 0 and queue.priority[item] >= priority:
        return
    if place < 0:
        place = queue.length[0]
        queue.length[0] += 1
    queue.priority[item] = priority
    while place > 0 and comes_before(queue, item, queue.heap[(place - 1) // 2]):
        above = (place - 1) // 2
        put(queue, queue.heap[above], place)
        place = above
    put(queue, item, place)


def take_first(queue: PriorityQueue) -> int:
    """Take the first item out of a queue that has one."""
    first = int(queue.heap[0])
    queue.place[first] = -1
    queue.length[0] -= 1
    length = queue.length[0]
    if length > 0:  # the last one goes to the top, and from there to where it belongs
        item = queue.heap[length]
        place, below = 0, 1
        while below < length:
            if below + 1 < length and comes_before(queue, queue.heap[below + 1], queue.heap[below]):
                below += 1
            if comes_before(queue, item, queue.heap[below]):
                break
            put(queue, queue.heap[below], place)
            place = below
            below = 2 * place + 1
        put(queue, item, place)
    return first


def comes_before(queue: PriorityQueue, one: int, other: int) -> bool:
    """Tell whether one item is more urgent than another, or is as urgent and has the lower number."""
    its, others = queue.priority[one], queue.priority[other]
    return its > others or (its == others and one < other)


def put(queue: PriorityQueue, item: int, place: int) -> None:
    """Put an item into a place of the heap."""
    queue.heap[place] = item
    queue.place[item] = place

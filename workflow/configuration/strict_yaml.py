"""YAML as a configuration may have it: no key twice, and nothing that is endless or too large once it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from configuration.size import DEEPEST, MOST_VALUES, TOO_DEEP, TOO_MANY

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

MERGE_KEY = "tag:yaml.org,2002:merge"


class RefusedYamlError(yaml.MarkedYAMLError):
    """It is YAML, but none that a configuration may have; `problem` says why, in words of the configuration."""


class TooLargeError(RefusedYamlError):
    """It is nested too deeply, or has too many values."""


class _Extent(NamedTuple):
    """How much a node is once aliases are followed.

    Attributes:
        values: the values in it, with itself.
        depth: lists and mappings in each other, with itself.
    """

    values: int
    depth: int


def read_yaml(text: str) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return what a text of YAML says.

    Raises:
        RefusedYamlError: a mapping has a key twice, or the whole is too large.
        yaml.YAMLError: the text is not YAML.
        ValueError: it has a date that the calendar doesn't have, or a number of too many digits.
    """
    return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (a safe loader)


class _StrictLoader(yaml.SafeLoader):
    """Reads YAML, and refuses what only a mistake makes, before anything is made of it.

    - A key that a mapping has twice: the first value would be lost without a word.
    - Nesting that Python can't follow, and aliases that repeat each other until no memory is enough.
    """

    def __init__(self, text: str) -> None:
        """Begin to read."""
        super().__init__(text)
        self._depth = 0
        self._extents: dict[int, _Extent] = {}

    def compose_node(self, parent: Any, index: Any) -> Node | None:  # noqa: ANN401 (nodes, or None on top)
        """Return a node, after measuring it and everything in it."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        begin = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            node = super().compose_node(parent, index)
            if id(node) not in self._extents:
                problem = f"the alias *{event.anchor} stands inside of what it repeats; write that out instead"
                raise TooLargeError(None, None, problem, begin)
            self._refuse_deeper(self._depth + self._extents[id(node)].depth, begin)
            return node
        is_collection = not isinstance(event, yaml.ScalarEvent)
        self._depth += is_collection
        self._refuse_deeper(self._depth, begin)
        node = super().compose_node(parent, index)
        self._depth -= is_collection
        self._extents[id(node)] = self._extent(node)
        return node

    def compose_mapping_node(self, anchor: Any) -> MappingNode:  # noqa: ANN401 (text or None)
        """Return a mapping as it is written, before merge keys (`<<`) add to it."""
        node: MappingNode = super().compose_mapping_node(anchor)
        seen: dict[tuple[str, str], Any] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != MERGE_KEY:
                first = seen.setdefault((key.tag, key.value), key)
                if first is not key:
                    line = first.start_mark.line + 1
                    problem = f'the key "{key.value}" stands here a second time; the first is in line {line}'
                    raise RefusedYamlError(None, None, problem, key.start_mark)
        return node

    def _refuse_deeper(self, depth: int, begin: Any) -> None:  # noqa: ANN401 (a mark of YAML's or of LibYAML's)
        if depth > DEEPEST:
            raise TooLargeError(None, None, TOO_DEEP, begin)

    def _extent(self, node: Any) -> _Extent:  # noqa: ANN401 (a node of any kind)
        if isinstance(node, yaml.ScalarNode):
            return _Extent(1, 0)
        begin = node.start_mark
        parts = node.value if isinstance(node, yaml.SequenceNode) else [value for _, value in node.value]
        extents = [self._extents[id(part)] for part in parts]
        values = 1 + sum(extent.values for extent in extents)
        if values > MOST_VALUES:
            raise TooLargeError(None, None, TOO_MANY, begin)
        return _Extent(values, 1 + max((extent.depth for extent in extents), default=0))

"""Reading event files of TensorBoard without any of its libraries: records, checksums and protocol buffers."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VARINT, FIXED64, DELIMITED, FIXED32 = 0, 1, 2, 5
"""How a field of a protocol buffer is written."""

STATUS_SUCCESS = 1


class Scalar(NamedTuple):
    """A point of a curve."""

    step: int
    wall_time: float
    value: float


class EventFile(NamedTuple):
    """What an event file says.

    Attributes:
        version: of its format.
        steps: of its events, in their order.
        scalars: the points of each curve, by its name.
        settings: those of the plugin `hparams`.
        group: that of the plugin.
        end: the plugin's status and time, once the training is over.
    """

    version: str
    steps: list[int]
    scalars: dict[str, list[Scalar]]
    settings: dict[str, bool | float | str]
    group: str
    end: tuple[int, float]


def read_event_file(path: Path) -> EventFile:
    """Read an event file; assert that every checksum is right."""
    version, group, end = "", "", (0, 0.0)
    steps: list[int] = []
    scalars: dict[str, list[Scalar]] = {}
    settings: dict[str, bool | float | str] = {}
    for record in _records(path.read_bytes()):
        event = _message(record)
        version = event.get(3, [version.encode()])[0].decode()
        step, wall_time = _whole(event, 2), _real(event, 1)
        steps.append(step)
        for value in _message(event.get(5, [b""])[0]).get(1, []):
            content = _message(value)
            name = content[1][0].decode()
            if 2 in content:
                scalars.setdefault(name, []).append(Scalar(step, wall_time, content[2][0]))
                continue
            plugin = _message(_message(content[9][0])[1][0])
            assert plugin[1] == [b"hparams"]
            data = _message(plugin[2][0])
            if name == "_hparams_/session_start_info":
                start = _message(data[3][0])
                group = start[4][0].decode()
                settings = dict(_setting(entry) for entry in start.get(1, []))
            else:
                assert name == "_hparams_/session_end_info"
                over = _message(data[4][0])
                end = (_whole(over, 1), _real(over, 2))
    return EventFile(version, steps, scalars, settings, group, end)


def _records(data: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        header = data[position : position + 8]
        (length,) = struct.unpack("<Q", header)
        assert struct.unpack_from("<I", data, position + 8) == (_masked_checksum(header),)
        record = data[position + 12 : position + 12 + length]
        assert struct.unpack_from("<I", data, position + 12 + length) == (_masked_checksum(record),)
        yield record
        position += length + 16


def _masked_checksum(data: bytes) -> int:
    """Return CRC-32C bit by bit (Castagnoli's polynomial, reflected), turned and shifted as TFRecord files have it."""
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = remainder >> 1 ^ (0x82F63B78 if remainder & 1 else 0)
    checksum = remainder ^ 0xFFFFFFFF
    return ((checksum >> 15 | checksum << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _message(data: bytes) -> dict[int, list[Any]]:
    """Return the values of each field of a message, by its number."""
    fields: dict[int, list[Any]] = {}
    position = 0
    value: Any
    while position < len(data):
        key, position = _varint(data, position)
        if key & 7 == VARINT:
            value, position = _varint(data, position)
        elif key & 7 == DELIMITED:
            length, position = _varint(data, position)
            value, position = data[position : position + length], position + length
        else:
            form, size = {FIXED64: ("<d", 8), FIXED32: ("<f", 4)}[key & 7]
            value, position = struct.unpack_from(form, data, position)[0], position + size
        fields.setdefault(key >> 3, []).append(value)
    return fields


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def _whole(message: dict[int, list[Any]], field: int) -> int:
    """Return a number, which is not written where it is 0."""
    return int(message.get(field, [0])[0])


def _real(message: dict[int, list[Any]], field: int) -> float:
    return float(message.get(field, [0.0])[0])


def _setting(entry: bytes) -> tuple[str, bool | float | str]:
    name, value = (_message(entry)[field][0] for field in (1, 2))
    ((kind, (content,)),) = _message(value).items()
    return name.decode(), {2: float, 3: lambda text: text.decode(), 4: bool}[kind](content)

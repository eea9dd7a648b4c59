"""An event file of TensorBoard: the episodes of a training, how its tables play, and its settings.

tensorboardX's own writer puts the time and the name of the machine into the file's name, and the time into each event.
So events are made of its messages and written with its `RecordWriter`, and their times count steps.
"""

from __future__ import annotations

import json
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.exports.clock import seconds_at_end
from tabular.exports.optional_package import require_package
from tabular.results.atomic import replacing
from tabular.results.snapshots import choose

with suppress(ModuleNotFoundError):  # optional; `write_event_file` says what to install
    from tensorboardX import RecordWriter
    from tensorboardX.proto.api_pb2 import Status
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.proto.plugin_hparams_pb2 import HParamsPluginData, SessionEndInfo, SessionStartInfo
    from tensorboardX.proto.summary_pb2 import Summary, SummaryMetadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from tabular.results.episodes import TrainingHistory

MOST_POINTS = 25_000
"""Episodes of the training in a file at most: the file is not larger than 4 MB then."""

FILE_VERSION = "brain.Event:2"
"""What the first event of each file says, by which its readers know its format."""

EVALUATION = "evaluation/mean_return"
"""The scalar of the greedy policies."""

HPARAMS = "hparams"
"""The plugin of TensorBoard that shows settings."""


def write_event_file(
    path: Path,
    history: TrainingHistory,
    greedy: Mapping[int, float],
    settings: Mapping[str, Any],
    group: str,
) -> None:
    """Write the scalars of a training, by episode, and its settings.

    Each episode has `training/return`, `training/length` in steps, `training/learning_rate` and, where the behaviour
    policy has one, `training/epsilon`; of more than `MOST_POINTS` episodes, only so many, evenly from the first to
    the last. Each evaluated table has `evaluation/mean_return`, at the episode at whose end it was kept. Values are of
    single precision, as in all event files. The time of an event is the number of steps up to the end of its episode,
    in seconds since 1970.

    Args:
        path: where the file goes; TensorBoard reads files with `tfevents` in their names.
        history: the episodes of the training.
        greedy: by episode, the mean return of the greedy policy of the table that was kept at its end.
        settings: what the results depend on; keys of mappings are joined by dots.
        group: what trainings with the same settings have in common; TensorBoard shows the mean of a group.

    Raises:
        MissingPackageError: the package tensorboardX, which is optional, is not installed.
    """
    require_package()
    ends = seconds_at_end(history.length)
    scalars = _scalars(history)
    shown = set(shown_episodes(len(ends)))
    with replacing(path) as temporary, closing(RecordWriter(str(temporary))) as writer:

        def write(event: Event) -> None:
            writer.write(event.SerializeToString())

        write(Event(file_version=FILE_VERSION))
        write(Event(summary=Summary(value=_session(flat(settings), group, ends[-1]))))
        for episode in sorted(shown | greedy.keys()):
            values = {name: column[episode] for name, column in scalars.items()} if episode in shown else {}
            if episode in greedy:
                values[EVALUATION] = greedy[episode]
            summary = Summary(value=[Summary.Value(tag=name, simple_value=value) for name, value in values.items()])
            write(Event(wall_time=ends[episode], step=episode, summary=summary))


def shown_episodes(episodes: int) -> tuple[int, ...]:
    """Return the episodes of a training that are in its file: all, or `MOST_POINTS` from the first to the last."""
    return choose(range(episodes), MOST_POINTS)


def flat(settings: Mapping[str, Any]) -> dict[str, bool | float | str]:
    """Return settings as TensorBoard knows them: keys joined by dots, lists as text, and nothing for null."""
    return dict(_flat(settings, ""))


def _flat(settings: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, bool | float | str]]:
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", json.dumps(value, ensure_ascii=False)
        elif value is not None:
            yield f"{prefix}{key}", value


def _scalars(history: TrainingHistory) -> dict[str, NDArray[Any]]:
    """Return each scalar of the training, by episode."""
    scalars: dict[str, NDArray[Any]] = {
        "training/return": history.returns,
        "training/length": history.length,
        "training/learning_rate": history.learning_rate,
    }
    # Only epsilon-greedy behaviour has an epsilon.
    return scalars if np.isnan(history.epsilon).any() else {**scalars, "training/epsilon": history.epsilon}


def _session(settings: Mapping[str, bool | float | str], group: str, end: float) -> list[Summary.Value]:
    """Return the messages of the plugin `hparams`: with which settings the training began, and that it is over.

    There is no `_hparams_/experiment`: TensorBoard would take the first that it finds, and leave out the settings that
    only other experiments have.
    """
    start = SessionStartInfo(group_name=group)
    for name, value in settings.items():
        if isinstance(value, bool):
            start.hparams[name].bool_value = value
        elif isinstance(value, str):
            start.hparams[name].string_value = value
        else:
            start.hparams[name].number_value = value
    over = SessionEndInfo(status=Status.Value("STATUS_SUCCESS"), end_time_secs=end)
    messages = {
        "_hparams_/session_start_info": HParamsPluginData(session_start_info=start),
        "_hparams_/session_end_info": HParamsPluginData(session_end_info=over),
    }
    return [
        Summary.Value(tag=tag, metadata=SummaryMetadata(plugin_data=_plugin_data(message)))
        for tag, message in messages.items()
    ]


def _plugin_data(message: HParamsPluginData) -> SummaryMetadata.PluginData:
    """Return a message for the plugin, its mappings in the order of their keys; else that differs between processes."""
    return SummaryMetadata.PluginData(plugin_name=HPARAMS, content=message.SerializeToString(deterministic=True))

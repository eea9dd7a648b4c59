"""Removing frames that no job draws any more, such as those of an earlier size of batches.

Jobs touch only their own outputs. The run itself removes what belongs to none of them, after its last job: only it
knows the batches of all experiments, and Snakemake's lock keeps other runs away.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from planning.settings import JobSettings


def remove_abandoned_frames(jobs: JobSettings, results: Path) -> None:
    """Remove the folders of frames that the configuration doesn't have any more, where all that it has are drawn.

    A folder counts only with the digest that its job wrote: what somebody else put there stays.

    Args:
        jobs: the settings of all jobs.
        results: the folder `results`.
    """
    for name in jobs.experiments:
        if ("experiments", name) in jobs.postponed:
            continue  # Its settings may not say which batches it has.
        for frames in results.glob(f"{name}/seed-*/frames"):
            drawn = {digest.stem for digest in frames.glob("*.sha256")}
            wanted = set(jobs.batches_of(name))
            if wanted <= drawn:
                for batch in drawn - wanted:
                    shutil.rmtree(frames / batch, ignore_errors=True)
                    (frames / f"{batch}.sha256").unlink()

"""A SLURM of one node, this machine, in a folder of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

NEEDED = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "scontrol", "sinfo")

NODE = "node"

PATIENCE = 60.0
"""Seconds that something may take which takes one or two."""

CONFIGURATION = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/controller
SlurmdSpoolDir={folder}/node
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
JobCompType=jobcomp/none
AccountingStorageType=accounting_storage/none
NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory={megabytes} State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""

SRUN = """#!/bin/sh
# The plugin takes SLURM_CONF from the steps of its jobs: elsewhere, the configuration is in SLURM's own place.
SLURM_CONF={configuration} exec {srun} "$@"
"""


@dataclass(frozen=True)
class Slurm:
    """A SLURM that runs.

    Attributes:
        environment: what processes need to find it.
    """

    environment: Mapping[str, str]

    def ask(self, *command: str) -> list[str]:
        """Run one of SLURM's commands; give the lines that it prints."""
        done = subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def jobs(self) -> dict[str, str]:
        """Return the state of each job that waits or runs, by its number."""
        return dict(line.split() for line in self.ask("squeue", "--noheader", "--format=%i %T"))

    @property
    def node(self) -> str:
        """The state of the node, such as `idle`."""
        return self.ask("sinfo", "--noheader", "--format=%T")[0]

    @contextmanager
    def drained(self) -> Iterator[None]:
        """Let no job begin before the block ends."""
        self.ask("scontrol", "update", f"nodename={NODE}", "state=drain", "reason=test")
        try:
            yield
        finally:
            self.ask("scontrol", "update", f"nodename={NODE}", "state=resume")


def why_there_is_none() -> str | None:
    """Say why no SLURM can be started here; None where one can."""
    if os.geteuid() != 0:
        return "only root may start jobs of a SLURM"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"SLURM is not installed here: there is no {', '.join(missing)} (Debian's slurm-wlm and munge have them)"
    if importlib.util.find_spec("snakemake_executor_plugin_slurm") is None:
        return "Snakemake's plugin for SLURM is not installed here: uv sync --group slurm"
    return None


@contextmanager
def started(folder: Path) -> Iterator[Slurm]:
    """Give a SLURM, and end it and all its jobs.

    Args:
        folder: an empty one, for its configuration, its state and its logs.
    """
    configuration = folder / "slurm.conf"
    environment = {
        **os.environ,
        "SLURM_CONF": str(configuration),
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    _write(folder, configuration)
    slurm = Slurm(environment)
    with ExitStack() as stack:
        output = stack.enter_context((folder / "printed").open("wb"))
        for command in _daemons(folder):
            daemon = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
            stack.callback(daemon.wait)
            stack.callback(_end, configuration)
            if command[0] == "munged":
                wait_until((folder / "munge.socket").exists)
        wait_until(lambda: _answers(slurm))
        yield slurm


def wait_until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for a condition.

    Raises:
        TimeoutError: it doesn't come true.
    """
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


def _write(folder: Path, configuration: Path) -> None:
    for name in ("controller", "node", "bin"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o400)
    text = CONFIGURATION.format(
        folder=folder,
        host=socket.gethostname(),
        node=NODE,
        cores=os.cpu_count(),
        megabytes=psutil.virtual_memory().total // 2**20 - 100,
        controller_port=_free_port(),
        node_port=_free_port(),
    )
    configuration.write_text(text, encoding="utf-8")
    srun = folder / "bin" / "srun"
    srun.write_text(SRUN.format(configuration=configuration, srun=shutil.which("srun")), encoding="utf-8")
    srun.chmod(0o755)


def _daemons(folder: Path) -> Iterator[list[str]]:
    files = {"socket": "munge.socket", "key-file": "munge.key", "pid-file": "munged.pid", "seed-file": "munge.seed"}
    options = [f"--{option}={folder / name}" for option, name in files.items()]
    yield ["munged", "--foreground", "--force", f"--log-file={folder / 'munged.log'}", *options]
    yield ["slurmctld", "-D"]
    yield ["slurmd", "-D", "-N", NODE]


def _answers(slurm: Slurm) -> bool:
    try:
        return slurm.node == "idle"
    except (subprocess.CalledProcessError, IndexError):
        return False


def _end(configuration: Path) -> None:
    """End all processes of this SLURM: they know its configuration."""
    found = [process for process in psutil.process_iter() if _belongs_to(process, configuration)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _belongs_to(process: psutil.Process, configuration: Path) -> bool:
    try:
        return process.environ().get("SLURM_CONF") == str(configuration)
    except psutil.Error:
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

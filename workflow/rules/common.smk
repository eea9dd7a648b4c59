"""What all rules share: the checked configuration, and what rules name in `input` and `params`.

REQUIRED INPUTS: config (library/, config.yaml and the command line), scripts/.
OUTPUTS: none; this file has no rules.
"""

import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.sourcecache import LocalSourceFile

# Snakemake fetches the files of a remote module one by one, so scripts wouldn't find the modules that they import.
if not isinstance(workflow.current_basedir, LocalSourceFile):
    raise WorkflowError(
        "This workflow can't be imported from a remote repository, because its scripts import modules beside them: "
        "clone the repository, and give the path of its Snakefile there as `snakefile:` of the module."
    )

ROOT = Path(str(workflow.current_basedir)).resolve().parents[1]
for folder in (ROOT / "scripts", ROOT / "workflow"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

from planning.interpreter import why_nothing_can_start
from planning.surroundings import why_nothing_can_be_written

IS_MAIN = Path(workflow.main_snakefile).resolve().parent == ROOT
"""Whether this workflow is the one that runs, and not a module of another."""


def end_with(message):
    """End with a message for the user, exit code 1 and nothing run."""
    # Snakemake shows exceptions with places in its code, which say nothing to who mistyped a name.
    if IS_MAIN:
        sys.exit(message)
    # A workflow that imports this one as a module may go on without it.
    raise WorkflowError(message)


unusable = why_nothing_can_start(sys.executable, ROOT) or why_nothing_can_be_written()
if unusable is not None:
    end_with(unusable)

from configuration import loading
from configuration.layers import UnreadableFileError, lay_over
from configuration.problems import ConfigurationError
from job_resources.machine import memory_for_jobs, share_memory
from planning.abandoned_frames import remove_abandoned_frames
from planning.code import JobCode
from planning.configuration_layers import configuration_layers
from planning.files import JobFiles
from planning.needs import JobNeeds
from planning.parameters import record_without_pandas
from planning.best_trials import best_assignment
from planning.settings import JobSettings
from tabular.results.temporary_files import remove_leftovers
from terminal.attach import Terminal
from terminal.standard_output import printing_to_standard_error


def known_targets():
    """Return what can be asked for on the command line."""
    return jobs.known_targets(rule.name for rule in workflow.rules if not rule.has_wildcards())


record_without_pandas()
TERMINAL = Terminal(workflow, known_targets) if IS_MAIN and workflow.is_main_process else None

memory = memory_for_jobs(workflow)
if IS_MAIN:
    share_memory(workflow, memory)

try:
    with printing_to_standard_error():
        # A job of a cluster reads the configuration again; the main process has made the environments by then.
        complete = loading.load(
            lay_over(configuration_layers(workflow, ROOT, None if IS_MAIN else config)),
            make_environments=workflow.is_main_process,
            memory=memory,
            best_assignment=best_assignment,
        )
except (ConfigurationError, UnreadableFileError) as error:
    end_with(str(error))

jobs = JobSettings(complete, end_with)
files = JobFiles(jobs)
code = JobCode(jobs, ROOT / "scripts")
needs = JobNeeds(jobs)


wildcard_constraints:
    experiment=r"[a-z0-9][a-z0-9_-]*",
    seed=r"\d+",
    batch=r"\d+",
    comparison=r"[a-z0-9][a-z0-9_-]*",
    study=r"[a-z0-9][a-z0-9_-]*",
    rung=r"\d+",
    container="mp4|avi",

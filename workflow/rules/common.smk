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

from planning.interpreter import why_folders_cannot_be_used, why_packages_are_missing, why_scripts_cannot_start

IS_MAIN = Path(workflow.main_snakefile).resolve().parent == ROOT
"""Whether this workflow is the one that runs, and not a module of another."""


def end_with(message):
    """End with a message for the user, exit code 1 and nothing run."""
    # Snakemake shows exceptions with places in its code, which say nothing to who mistyped a name.
    if IS_MAIN:
        sys.exit(message)
    # A workflow that imports this one as a module may go on without it.
    raise WorkflowError(message)


unusable = (
    why_packages_are_missing(sys.executable)
    or why_scripts_cannot_start(sys.executable)
    or why_folders_cannot_be_used([ROOT, Path.cwd()])
)
if unusable is not None:
    end_with(unusable)

from configuration import loading
from configuration.layers import UnreadableFileError, lay_over, project_layers, read_file
from configuration.problems import ConfigurationError
from planning.abandoned_frames import remove_abandoned_frames
from planning.code import JobCode
from planning.files import JobFiles
from planning.parameters import record_without_pandas
from planning.settings import ENVIRONMENT_THAT_IS_LEARNED, JobSettings
from planning.targets import KnownTargets
from tabular.results.temporary_files import remove_leftovers
from terminal.attach import Terminal
from terminal.standard_output import printing_to_standard_error


def configuration_layers():
    """Yield the parts of the configuration, each laid over the ones before."""
    yield from project_layers(ROOT)
    if not IS_MAIN:
        # What the importing workflow gives as `config:`.
        yield config
        return
    folder = Path("config.yaml")
    if folder.is_file() and not folder.samefile(ROOT / "config.yaml"):
        yield read_file(folder)
    for path in workflow.config_settings.configfiles:
        yield read_file(path)
    yield workflow.config_settings.config


def known_targets():
    """Return what can be asked for on the command line."""
    rules_by_name = [rule.name for rule in workflow.rules if not rule.has_wildcards()]
    return KnownTargets(list(jobs.experiments), list(jobs.comparisons), rules_by_name)


record_without_pandas()
TERMINAL = Terminal(workflow, known_targets) if IS_MAIN and workflow.is_main_process else None

try:
    with printing_to_standard_error():
        # A job of a cluster reads the configuration again; the main process has made the environments by then.
        complete = loading.load(lay_over(configuration_layers()), make_environments=workflow.is_main_process)
except (ConfigurationError, UnreadableFileError) as error:
    end_with(str(error))

jobs = JobSettings(complete, end_with)
files = JobFiles(jobs)
code = JobCode(jobs, ROOT / "scripts")


wildcard_constraints:
    experiment=r"[a-z0-9][a-z0-9_-]*",
    seed=r"\d+",
    tens=r"|[1-9]\d*",
    batch=r"\d+",
    comparison=r"[a-z0-9][a-z0-9_-]*",
    container="mp4|avi",

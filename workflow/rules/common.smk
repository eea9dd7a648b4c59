"""What all rules share: the checked configuration, and the functions that rules name in `input` and `params`.

REQUIRED INPUTS: config (config.yaml and the command line), scripts/.
OUTPUTS: none; this file has no rules.
"""

import functools
import os
import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.logging import logger

ROOT = Path(str(workflow.current_basedir)).resolve().parents[1]
SCRIPTS = ROOT / "scripts"
for folder in (SCRIPTS, ROOT / "workflow"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

import configuration
from planning.code import code_of_job, import_closure
from configuration.differences import differing
from configuration.layers import UnreadableFileError, lay_over, read_file
from configuration.problems import unknown_name
from planning.interpreter import why_scripts_cannot_start
from planning.targets import KnownTargets
from tabular.learning.agent import used_settings
from tabular.environments.make import EnvironmentSettings
from tabular.figures.available import FIGURES, why_not_drawn
from tabular.environments.describe import describe
from tabular.environments.rendering import why_not_filmed
from tabular.results.snapshots import SnapshotPolicy, batches, choose, episode_name
from terminal.attach import Terminal
from terminal.standard_output import printing_to_standard_error

IS_MAIN = Path(workflow.main_snakefile).resolve().parent == ROOT
"""Whether this workflow is the one that runs, and not a module of another."""


def end_with(message):
    """End with a message for the user, exit code 1 and nothing run."""
    # Snakemake shows exceptions with places in its code, which say nothing to who mistyped a name.
    if IS_MAIN:
        sys.exit(message)
    # A workflow that imports this one as a module may go on without it.
    raise WorkflowError(message)


cannot_start = why_scripts_cannot_start(sys.executable)
if cannot_start is not None:
    end_with(cannot_start)


def configuration_layers():
    """Yield the parts of the configuration, each laid over the ones before."""
    yield read_file(ROOT / "config.yaml")
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
    return KnownTargets(
        list(EXPERIMENTS), list(COMPARISONS), [rule.name for rule in workflow.rules if not rule.has_wildcards()]
    )


TERMINAL = Terminal(workflow, known_targets) if IS_MAIN and workflow.is_main_process else None


try:
    with printing_to_standard_error():
        # A job of a cluster reads the configuration again; the main process has made the environments by then.
        RUN, EXPERIMENTS, COMPARISONS, POSTPONED = configuration.load(
            lay_over(configuration_layers()), make_environments=workflow.is_main_process
        )
except (configuration.ConfigurationError, UnreadableFileError) as error:
    end_with(str(error))


wildcard_constraints:
    experiment=r"[a-z0-9][a-z0-9_-]*",
    seed=r"\d+",
    tens=r"|[1-9]\d*",
    batch=r"\d+",
    comparison=r"[a-z0-9][a-z0-9_-]*",
    container="mp4|avi",


def code(rule_name, *loads):
    """Return the rule's script and every module it imports, as inputs, so that an edit reruns exactly this rule.

    With what the script loads by name, such as "algorithm", it is an input function: an experiment has its own.
    """
    script = SCRIPTS / f"{rule_name}.py"

    def files(wildcards):
        return _as_inputs(code_of_job(script, SCRIPTS, loads, settings_of(wildcards)))

    return files if loads else _as_inputs(import_closure(script, SCRIPTS))


def settings_of(wildcards):
    """Return the complete settings of the experiment that a rule is asked for."""
    if wildcards.experiment not in EXPERIMENTS:
        _refuse(wildcards.experiment, EXPERIMENTS, "experiment")
    _refuse_postponed("experiments", wildcards.experiment)
    return EXPERIMENTS[wildcards.experiment]


def setting(section, key=None):
    """Return a parameter function: a section of the experiment's settings, or one key of it."""

    def select(wildcards):
        value = settings_of(wildcards)[section]
        return value if key is None else value[key]

    return select


def settings(section, *keys):
    """Return a parameter function: these keys of a section of the experiment's settings."""

    def select(wildcards):
        value = settings_of(wildcards)[section]
        return {key: value[key] for key in keys}

    return select


ENVIRONMENT_THAT_IS_LEARNED = (
    "id",
    "module",
    "arguments",
    "time_limit",
    "bins",
    "bounds",
)


def agent_that_learns(wildcards):
    """Return the experiment's settings of the agent, without those that its algorithm and behaviour don't use."""
    return used_settings(settings_of(wildcards)["agent"])


def environment_module(wildcards):
    """Return the user's own module that registers the environment, with what it imports from its folder."""
    path = settings_of(wildcards)["environment"]["module"]
    if path is None:
        return []
    file = Path(path).resolve()
    try:
        return _as_inputs(import_closure(file, file.parent))
    except (OSError, SyntaxError):
        # Of a missing input, Snakemake says which rule needs it; of a module with an error, the rule's own log says more.
        return _as_inputs([file])


def of_all_seeds(file):
    """Return an input function: a file of every seed of an experiment."""

    def files(wildcards):
        seeds = range(settings_of(wildcards)["seeds"])
        return [f"results/{wildcards.experiment}/seed-{seed}/{file}" for seed in seeds]

    return files


IN_TENS = "|".join(name for name, found in EXPERIMENTS.items() if found["seeds_per_job"] == 10) or "(?!)"
"""Constrains a wildcard to the experiments of which one job trains ten seeds; (?!) is none."""


def of_ten_seeds(file):
    """Return a file of each of ten seeds that differ in their last digit only."""
    return [f"results/{{experiment}}/seed-{{tens}}{ones}/{file}" for ones in range(10)]


NOT_TOGETHER = local("these ten seeds are not one job")
"""A file that nothing makes: of the rules in a `ruleorder`, Snakemake takes the first whose input can be had."""


def ten_together(wildcards):
    """Return no input where ten seeds are one job, and one that can't be had where each is a job of its own."""
    return [] if int(f"{wildcards.tens}9") < settings_of(wildcards)["seeds"] else NOT_TOGETHER


def ten_trained_together(wildcards):
    """Return the same, but let nobody train ten of which only some have files: those would be trained again."""
    trained = [_is_trained(wildcards.experiment, f"{wildcards.tens}{ones}") for ones in range(10)]
    # For a job of a cluster, the main process has decided it.
    some_are = workflow.is_main_process and any(trained) and not all(trained)
    return NOT_TOGETHER if some_are else ten_together(wildcards)


@functools.cache
def _is_trained(experiment, seed):
    return all(Path(file).exists() for file in expand(rules.train.output, experiment=experiment, seed=seed))


def every_seed(file, names):
    """Return a file of every seed of every one of these experiments."""
    return [f"results/{name}/seed-{seed}/{file}" for name in names for seed in range(EXPERIMENTS[name]["seeds"])]


def every_experiment(file, names):
    """Return a file of every one of these experiments."""
    return [f"results/{name}/{file}" for name in names]


def compared_by(wildcards):
    """Return the names of the experiments that a comparison is about."""
    if wildcards.comparison not in COMPARISONS:
        _refuse(wildcards.comparison, COMPARISONS, "comparison")
    _refuse_postponed("comparisons", wildcards.comparison)
    return COMPARISONS[wildcards.comparison]


def compared(file):
    """Return an input function: a file of every seed of every experiment that is compared."""

    def files(wildcards):
        return every_seed(file, compared_by(wildcards))

    return files


def compared_settings(wildcards):
    """Return, for each experiment that is compared, its number of seeds and the settings in which not all agree."""
    names = compared_by(wildcards)
    unlike = differing([EXPERIMENTS[name] for name in names])
    return {name: {"seeds": EXPERIMENTS[name]["seeds"], "differ": differ} for name, differ in zip(names, unlike)}


def compared_first(section, *keys):
    """Return a parameter function: keys of a section of the first experiment that is compared."""

    def select(wildcards):
        value = EXPERIMENTS[compared_by(wildcards)[0]][section]
        return {key: value[key] for key in keys}

    return select


def summed_up():
    """Return what the summary says of each experiment in `run`: its settings, where not all agree, and references."""
    found = {name: EXPERIMENTS[name] for name in RUN}
    return {
        name: {
            "seeds": one["seeds"],
            "episodes": one["episodes"],
            "algorithm": one["agent"]["algorithm"],
            "references": one["references"],
            "differ": differ,
        }
        for (name, one), differ in zip(found.items(), differing(list(found.values())))
    }


def chosen_snapshots(section):
    """Return a parameter function: the episodes whose tables are chosen by `snapshots` in a section."""

    def choose_some(wildcards):
        found = settings_of(wildcards)
        kept = SnapshotPolicy(**found["snapshots"]).episodes(found["episodes"])
        return list(choose(kept, found[section]["snapshots"]))

    return choose_some


def frame_batches(wildcards):
    """Return the experiment's snapshots by batch, each batch under the name of its first episode."""
    found = settings_of(wildcards)
    episodes = SnapshotPolicy(**found["snapshots"]).episodes(found["episodes"])
    split = batches(episodes, found["frames"]["snapshots_per_job"])
    return {episode_name(batch[0], found["episodes"]): batch for batch in split}


def frame_folders(wildcards):
    """Return the folders of all frames, in the order of their episodes; their digests say whether they changed."""
    seed_folder = f"results/{wildcards.experiment}/seed-{wildcards.seed}"
    return [ancient(f"{seed_folder}/frames/{batch}") for batch in frame_batches(wildcards)]


def frame_digests(wildcards):
    """Return the files that stand for the contents of the folders of frames."""
    seed_folder = f"results/{wildcards.experiment}/seed-{wildcards.seed}"
    return [f"{seed_folder}/frames/{batch}.sha256" for batch in frame_batches(wildcards)]


def batch_episodes(wildcards):
    """Return the episodes whose tables one job draws."""
    found = frame_batches(wildcards)
    if wildcards.batch not in found:
        _refuse(wildcards.batch, found, "batch of frames")
    return list(found[wildcards.batch])


def finished(wildcards):
    """Return everything that the experiments in `run` end with."""
    experiments = [file for name in RUN for file in _finished_experiment(name)]
    complete = [name for name, compared in COMPARISONS.items() if set(compared) <= set(RUN)]
    return ["results/summary.csv", *experiments, *[f"results/comparisons/{name}/comparison.md" for name in complete]]


def finished_experiment(name):
    """Return an input function: everything that an experiment ends with."""

    def files(wildcards):
        return _finished_experiment(name)

    return files


def _finished_experiment(name):
    video = EXPERIMENTS[name]["video"]
    ending = {"h264": "mp4", "xvid": "avi"}[video["codec"]]
    figures = [f"results/{name}/{figure}.{kind}" for figure in _figures(name) for kind in ("png", "svg")]
    videos = [f"results/{name}/seed-{seed}/qtable.{ending}" for seed in video["seeds"]]
    evaluations = [f"results/{name}/seed-{seed}/evaluation.parquet" for seed in range(EXPERIMENTS[name]["seeds"])]
    numbers = [f"results/{name}/environment.json", f"results/{name}/baselines.parquet", *evaluations]
    rollouts = [f"results/{name}/seed-{seed}/rollout.mp4" for seed in video["seeds"]] if _is_filmed(name) else []
    return [*numbers, *figures, *videos, *rollouts]


@functools.cache
@printing_to_standard_error()
def _figures(name):
    """Return the figures that make sense for the experiment's environment, and say once why the others don't."""
    names = EXPERIMENTS[name]["environment"]
    description = describe(_environment_settings(name), names["actions"], names["axes"])
    figures = []
    for figure in FIGURES:
        reason = why_not_drawn(figure, description)
        if reason is None:
            figures.append(figure)
        else:
            logger.warning(f"No {figure}.png is made for {name}: {reason}")
    return figures


@functools.cache
@printing_to_standard_error()
def _is_filmed(name):
    """Tell whether the agent can be filmed, and say it once where it can't: the rest is made all the same."""
    reason = why_not_filmed(_environment_settings(name))
    if reason is not None:
        logger.warning(f"No rollout.mp4 is made for {name}: {reason}")
    return reason is None


def _environment_settings(name):
    environment = EXPERIMENTS[name]["environment"]
    return EnvironmentSettings(**{key: environment[key] for key in ENVIRONMENT_THAT_IS_LEARNED})


def _refuse(name, known, what):
    """End with a message about a requested file that has an unknown name in its path."""
    end_with(str(unknown_name(("results",), name, list(known), what)))


def _refuse_postponed(section, name):
    """End where something is asked for whose settings don't fit each other."""
    if (section, name) in POSTPONED:
        end_with(str(configuration.ConfigurationError(POSTPONED[section, name])))


def _as_inputs(files):
    """Return paths from where Snakemake runs, which neither a storage provider nor a module's prefix changes."""
    return [local(os.path.relpath(file)) for file in files]

"""Which files a job's code is: its script, every module of the project that it imports, and what its settings load."""

from __future__ import annotations

import ast
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from snakemake.io import local
from tabular.engines.dynamics import registry as dynamics
from tabular.environments.own import module_of_environment
from tabular.learning.algorithms import registry as algorithms
from tabular.learning.value_functions import registry as value_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from planning.settings import JobSettings, Wildcards


def import_closure(script: Path, root: Path) -> list[Path]:
    """Return `script` and all modules below `root` that it imports, directly or not, sorted.

    Imports under `if TYPE_CHECKING:` are left out, because they never run. A package's `__init__.py` counts as soon
    as anything in the package is imported.

    Raises:
        SyntaxError: one of the files is not valid Python.
    """
    closure: set[Path] = set()
    waiting = [script]
    while waiting:
        file = waiting.pop()
        if file not in closure:
            closure.add(file)
            waiting += _imported_files(file, root)
    return sorted(closure)


def environment_modules(settings: Mapping[str, Any]) -> list[str]:
    """Return the module of an experiment's environment, where it is one of the project's own."""
    module = module_of_environment(settings["environment"]["id"])
    return [] if module is None else [module]


def dynamics_modules(settings: Mapping[str, Any]) -> list[str]:
    """Return the modules of compiled dynamics that a job may load for an experiment's environment."""
    environment = settings["environment"]
    names = dynamics.names_of_dynamics(environment["id"], is_users_own=environment["module"] is not None)
    return [dynamics.module_name(name) for name in names]


def algorithm_modules(settings: Mapping[str, Any]) -> list[str]:
    """Return the module of an experiment's algorithm."""
    return [algorithms.module_name(settings["agent"]["algorithm"])]


def value_function_modules(settings: Mapping[str, Any]) -> list[str]:
    """Return the module of what an experiment's values are kept in."""
    return [value_functions.module_name(settings["agent"]["value_function"])]


LOADED_BY_NAME = {
    "environment": environment_modules,
    "dynamics": dynamics_modules,
    "algorithm": algorithm_modules,
    "values": value_function_modules,
}
"""What scripts load by a name in the experiment's settings, so that no import tells it."""


def code_of_job(script: Path, root: Path, loads: Iterable[str], settings: Mapping[str, Any]) -> list[Path]:
    """Return all modules below `root` that a job consists of, sorted.

    Args:
        script: what the job runs.
        root: the folder of all scripts.
        loads: what the script loads by name, as in `LOADED_BY_NAME`.
        settings: the complete settings of the job's experiment.
    """
    modules = [module for kind in loads for module in LOADED_BY_NAME[kind](settings)]
    return sorted({*import_closure(script, root), *module_closure(modules, root)})


def module_closure(modules: Iterable[str], root: Path) -> list[Path]:
    """Return the files of modules below `root` and all that they import, sorted."""
    files = {file for name in modules for file in _files_of(tuple(name.split(".")), root)}
    return sorted({imported for file in files for imported in import_closure(file, root)})


def _imported_files(file: Path, root: Path) -> Iterator[Path]:
    package = file.relative_to(root).parts[:-1]
    for node in _import_statements(file.read_bytes(), str(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files_of(tuple(alias.name.split(".")), root)
        else:
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from _files_of(module, root)
            for alias in node.names:  # each may be a module itself
                yield from _files_of((*module, alias.name), root)


@cache  # the rules share most of their modules, and parsing them all again for each would take a second at every start
def _import_statements(source: bytes, filename: str) -> list[ast.Import | ast.ImportFrom]:
    nodes = _running_nodes(ast.parse(source, filename=filename))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk the tree, but not into blocks that only a type checker reads."""
    yield tree
    children: Iterable[ast.AST] = ast.iter_child_nodes(tree)
    match tree:
        case ast.If(test=test) if _is_for_type_checkers(test):
            children = tree.orelse
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test)) if _is_for_type_checkers(test):
            children = tree.body
    for child in children:
        yield from _running_nodes(child)


def _is_for_type_checkers(test: ast.expr) -> bool:
    """Tell whether a condition is `TYPE_CHECKING` or `typing.TYPE_CHECKING`; what is more complicated may be true."""
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else None
    return name == "TYPE_CHECKING"


def _files_of(module: tuple[str, ...], root: Path) -> Iterator[Path]:
    """Yield the files that importing `a.b.c` runs: `a/__init__.py`, `a/b/__init__.py` and `a/b/c.py`."""
    for depth in range(1, len(module) + 1):
        place = root.joinpath(*module[:depth])
        # Python prefers a package to a module of the same name.
        files = (place / "__init__.py", place.with_suffix(".py"))
        yield from [file for file in files if file.is_file()][:1]


class JobCode:
    """Gives rules the code that their jobs consist of, as inputs, so that an edit reruns exactly what it changes."""

    def __init__(self, settings: JobSettings, scripts: Path) -> None:
        """Take the settings of all jobs, and the folder of all scripts."""
        self.settings = settings
        self.scripts = scripts

    def of(self, rule: str, *loads: str) -> list[str] | Callable[[Wildcards], list[str]]:
        """Return a rule's script and every module that it imports.

        With what the script loads by name, such as "algorithm", it is an input function: each experiment has its own.
        """
        script = self.scripts / f"{rule}.py"

        @cache  # the jobs of an experiment are many, and their code is the same
        def of_experiment(name: str) -> list[str]:
            return _as_inputs(code_of_job(script, self.scripts, loads, self.settings.experiments[name]))

        def files(wildcards: Wildcards) -> list[str]:
            self.settings.of(wildcards)
            return of_experiment(wildcards.experiment)

        return files if loads else _as_inputs(import_closure(script, self.scripts))

    def of_settings(self, rule: str, settings: Iterable[Mapping[str, Any]]) -> list[str]:
        """Return a rule's script and all that it loads for any of several settings of experiments."""
        script = self.scripts / f"{rule}.py"
        files = {file for one in settings for file in code_of_job(script, self.scripts, LOADED_BY_NAME, one)}
        return _as_inputs(sorted(files))

    def of_modules(self, names: Iterable[str]) -> list[str]:
        """Return modules that a script loads by their names, with all that they import."""
        return _as_inputs(module_closure(names, self.scripts))

    def explorer_page(self) -> list[str]:
        """Return the template, the style and the scripts that the explorer's page is joined from."""
        return _as_inputs(sorted((self.scripts / "tabular/pages/explorer/page").iterdir()))

    def of_environment(self, wildcards: Wildcards) -> list[str]:
        """Return the user's own module that registers the environment, with what it imports from its folder."""
        path = self.settings.of(wildcards)["environment"]["module"]
        return [] if path is None else _code_of_own_module(path)


def inputs_of_modules(paths: Iterable[str]) -> list[str]:
    """Return users' own modules, with what they import from their folders."""
    return list(dict.fromkeys(file for path in paths for file in _code_of_own_module(path)))


@cache
def _code_of_own_module(path: str) -> list[str]:
    file = Path(path).resolve()
    try:
        return _as_inputs(import_closure(file, file.parent))
    except (OSError, SyntaxError):
        # Of a missing input, Snakemake says which rule needs it; of a module with an error, the log says more.
        return _as_inputs([file])


def _as_inputs(files: Iterable[Path]) -> list[str]:
    """Return paths from where Snakemake runs, which neither a storage provider nor a module's prefix changes."""
    return [local(os.path.relpath(file)) for file in files]

"""Exact solutions of environments whose transitions are all known, and where an agent differs from them.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/seed-0/qtables/{episode}.npy
                 results/{experiment}/seed-0/visits.npy
OUTPUTS: results/{experiment}/optimal_values.npy
         results/{experiment}/best_return.json
         results/{experiment}/optimality.png and .svg
         results/{experiment}/captions/optimality.rst, what the report says below it
"""


rule solve:
    """Find the optimal action values, and the best possible return of an episode."""
    input:
        code=code.of("solve", "environment"),
        module=code.of_environment,
    output:
        optimal_values="results/{experiment}/optimal_values.npy",
        best_return="results/{experiment}/best_return.json",
    log:
        "logs/solve/{experiment}.log",
    benchmark:
        "results/.benchmarks/solve/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("solve"),
        runtime=needs.minutes("solve"),
    params:
        environment=jobs.environment_that_is_learned,
        discount=jobs.setting("agent", "discount"),
        max_steps=jobs.setting("evaluation", "max_steps"),
    script:
        "../../scripts/solve.py"


rule plot_optimality:
    """Draw where the last table differs from the optimal values, and where its greedy action isn't optimal."""
    input:
        code=code.of("plot_optimality"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
        optimal_values="results/{experiment}/optimal_values.npy",
    output:
        png=report(
            "results/{experiment}/optimality.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "optimality"},
        ),
        svg="results/{experiment}/optimality.svg",
        caption="results/{experiment}/captions/optimality.rst",
    log:
        "logs/plot_optimality/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_optimality/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_optimality"),
        runtime=needs.minutes("plot_optimality"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        discount=jobs.setting("agent", "discount"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_optimality.py"

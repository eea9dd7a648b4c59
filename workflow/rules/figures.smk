"""Still pictures.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/qtables/{episode}.npy
OUTPUTS: results/{experiment}/rewards.png and .svg
         results/{experiment}/qtable.png and .svg
"""


rule plot_rewards:
    """Plot the reward curves of all seeds of an experiment."""
    input:
        code=code("plot_rewards"),
        rewards=rewards_of_all_seeds,
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/rewards.png",
            caption="../report/rewards.rst",
            category="Learning",
            labels={"experiment": "{experiment}", "figure": "rewards"},
        ),
        svg="results/{experiment}/rewards.svg",
    log:
        "logs/plot_rewards/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_rewards/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        plot=setting("rewards_plot"),
    script:
        "../../scripts/plot_rewards.py"


rule plot_qtable:
    """Draw the last table of the first seed as a still picture."""
    input:
        code=code("plot_qtable"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/qtable.png",
            caption="../report/qtable.rst",
            category="Tables",
            labels={"experiment": "{experiment}", "figure": "last table"},
        ),
        svg="results/{experiment}/qtable.svg",
    log:
        "logs/plot_qtable/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_qtable/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        episodes=setting("episodes"),
        view=settings("frames", "axes", "reduce", "grid"),
        style=setting("qtable_plot"),
    script:
        "../../scripts/plot_qtable.py"

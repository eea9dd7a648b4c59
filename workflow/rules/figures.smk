"""Still pictures.

REQUIRED INPUTS: results/{experiment}/environment.json
                 results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/qtables/{episode}.npy
                 results/{experiment}/seed-{seed}/visits.npy
                 results/{experiment}/seed-{seed}/evaluation.parquet
                 results/{experiment}/seed-{seed}/trajectories.parquet
                 results/{experiment}/baselines.parquet
                 results/{experiment}/best_return.json, where there is one
OUTPUTS: results/{experiment}/rewards.png and .svg
         results/{experiment}/qtable.png and .svg
         results/{experiment}/learning_curve.png and .svg
         results/{experiment}/value_function.png and .svg
         results/{experiment}/cost_to_go.png and .svg
         results/{experiment}/policy.png and .svg
         results/{experiment}/visits.png and .svg
         results/{experiment}/trajectories.png and .svg
         results/{experiment}/captions/{figure}.rst, what the report says below each
"""


rule plot_rewards:
    """Plot the reward curves of all seeds of an experiment."""
    input:
        code=code.of("plot_rewards"),
        rewards=files.of_all_seeds("rewards.parquet"),
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/rewards.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Learning",
            labels={"figure": "rewards"},
        ),
        svg="results/{experiment}/rewards.svg",
        caption="results/{experiment}/captions/rewards.rst",
    log:
        "logs/plot_rewards/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_rewards/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_rewards"),
        runtime=needs.minutes("plot_rewards"),
    params:
        window=jobs.setting("rewards_plot", "window"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_rewards.py"


rule plot_qtable:
    """Draw the last table of the first seed as a still picture."""
    input:
        code=code.of("plot_qtable"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/qtable.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "last table"},
        ),
        svg="results/{experiment}/qtable.svg",
        caption="results/{experiment}/captions/qtable.rst",
    log:
        "logs/plot_qtable/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_qtable/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_qtable"),
        runtime=needs.minutes("plot_qtable"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        marks=jobs.setting("qtable_plot"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_qtable.py"


rule plot_learning_curve:
    """Plot returns of all seeds while learning and when greedy, beside baselines."""
    input:
        code=code.of("plot_learning_curve"),
        rewards=files.of_all_seeds("rewards.parquet"),
        evaluations=files.of_all_seeds("evaluation.parquet"),
        baselines="results/{experiment}/baselines.parquet",
        description="results/{experiment}/environment.json",
        best_return=files.exact_return,
    output:
        png=report(
            "results/{experiment}/learning_curve.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Learning",
            labels={"figure": "learning curve"},
        ),
        svg="results/{experiment}/learning_curve.svg",
        caption="results/{experiment}/captions/learning_curve.rst",
    log:
        "logs/plot_learning_curve/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_learning_curve/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_learning_curve"),
        runtime=needs.minutes("plot_learning_curve"),
    params:
        window=jobs.setting("rewards_plot", "window"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_learning_curve.py"


rule plot_value_function:
    """Draw the value of the best action in every cell, as a heat map."""
    input:
        code=code.of("plot_value_function"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/value_function.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "value function"},
        ),
        svg="results/{experiment}/value_function.svg",
        caption="results/{experiment}/captions/value_function.rst",
    log:
        "logs/plot_value_function/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_value_function/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_value_function"),
        runtime=needs.minutes("plot_value_function"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        discount=jobs.setting("agent", "discount"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_value_function.py"


rule plot_cost_to_go:
    """Draw the negative value of the best action as a surface."""
    input:
        code=code.of("plot_cost_to_go"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/cost_to_go.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "cost to go"},
        ),
        svg="results/{experiment}/cost_to_go.svg",
        caption="results/{experiment}/captions/cost_to_go.rst",
    log:
        "logs/plot_cost_to_go/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_cost_to_go/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_cost_to_go"),
        runtime=needs.minutes("plot_cost_to_go"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        discount=jobs.setting("agent", "discount"),
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_cost_to_go.py"


rule plot_policy:
    """Draw the best action of every cell."""
    input:
        code=code.of("plot_policy"),
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/policy.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Tables",
            labels={"figure": "policy"},
        ),
        svg="results/{experiment}/policy.svg",
        caption="results/{experiment}/captions/policy.rst",
    log:
        "logs/plot_policy/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_policy/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_policy"),
        runtime=needs.minutes("plot_policy"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_policy.py"


rule plot_visits:
    """Draw how often the first seed was in every cell while it learned."""
    input:
        code=code.of("plot_visits"),
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/visits.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="Learning",
            labels={"figure": "visits"},
        ),
        svg="results/{experiment}/visits.svg",
        caption="results/{experiment}/captions/visits.rst",
    log:
        "logs/plot_visits/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_visits/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_visits"),
        runtime=needs.minutes("plot_visits"),
    params:
        view=jobs.view,
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_visits.py"


rule plot_trajectories:
    """Draw the paths of the greedy policy over its map."""
    input:
        code=code.of("plot_trajectories"),
        trajectories="results/{experiment}/seed-0/trajectories.parquet",
        qtables=ancient("results/{experiment}/seed-0/qtables"),
        digest="results/{experiment}/seed-0/qtables.sha256",
        visits="results/{experiment}/seed-0/visits.npy",
        description="results/{experiment}/environment.json",
    output:
        png=report(
            "results/{experiment}/trajectories.png",
            caption="../report/figure.rst",
            category="Experiment {experiment}",
            subcategory="The agent acting",
            labels={"figure": "trajectories"},
        ),
        svg="results/{experiment}/trajectories.svg",
        caption="results/{experiment}/captions/trajectories.rst",
    log:
        "logs/plot_trajectories/{experiment}.log",
    benchmark:
        "results/.benchmarks/plot_trajectories/{experiment}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_trajectories"),
        runtime=needs.minutes("plot_trajectories"),
    params:
        episodes=jobs.setting("episodes"),
        view=jobs.view,
        style=jobs.settings("figures", "size", "dpi"),
    script:
        "../../scripts/plot_trajectories.py"

"""Comparisons of experiments, and a summary of all experiments in `run`.

REQUIRED INPUTS: results/{experiment}/best_return.json of experiments with an exact solution
                 results/{experiment}/seed-{seed}/rewards.parquet
                 results/{experiment}/seed-{seed}/evaluation.parquet
                 results/{experiment}/baselines.parquet
                 results/{experiment}/environment.json
                 results/{experiment}/best_return.json, where there is one
OUTPUTS: results/summary.csv and .html
         results/comparisons/{comparison}/batch-{batch}.parquet
         results/comparisons/{comparison}/comparison.md
         results/comparisons/{comparison}/scores.csv, .md and .tex
         results/comparisons/{comparison}/greedy_returns.parquet
         results/comparisons/{comparison}/learning_curves.png and .svg
         results/comparisons/{comparison}/performance_profiles.png and .svg
         results/comparisons/{comparison}/improvement.png and .svg
         results/comparisons/{comparison}/caption.rst, what the report says below them
"""

from planning.batch_threads import cores_of
from planning.comparisons import JobComparisons

comparisons = JobComparisons(jobs, code, needs, cores_of(workflow))


rule summarize_runs:
    """Summarize all experiments in `run`, a row each."""
    input:
        code=code.of("summarize_runs"),
        rewards=files.every_seed("rewards.parquet", jobs.run),
        evaluations=files.every_seed("evaluation.parquet", jobs.run),
        baselines=files.every_experiment("baselines.parquet", jobs.run),
        descriptions=files.every_experiment("environment.json", jobs.run),
        best_returns=files.exact_returns_of_run,
    output:
        summary="results/summary.csv",
        page=report("results/summary.html", category="All experiments", labels={"page": "scores"}),
    log:
        "logs/summarize_runs/run.log",
    benchmark:
        "results/.benchmarks/summarize_runs/run.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("summarize_runs"),
        runtime=needs.minutes("summarize_runs"),
    params:
        experiments=jobs.summarized,
    script:
        "../../scripts/summarize_runs.py"


rule train_compared:
    """Train the experiments of a comparison with a batch of its seeds. What the batch has already isn't trained again."""
    input:
        code=code.of("train_compared"),
        training=comparisons.code_of_all,
    output:
        batch=update("results/comparisons/{comparison}/batch-{batch}.parquet"),
    log:
        "logs/train_compared/{comparison}/batch-{batch}.log",
    benchmark:
        "results/.benchmarks/train_compared/{comparison}/batch-{batch}.tsv"
    conda:
        "../../environment.yml"
    threads: comparisons.threads
    resources:
        mem_mb=comparisons.memory,
        runtime=comparisons.minutes,
        engine=comparisons.engine,
    params:
        experiments=comparisons.trained,
        seeds=comparisons.seeds,
        code=comparisons.code_of_each,
    script:
        "../../scripts/train_compared.py"


rule compare_experiments:
    """Compare experiments in the same environment: scores, curves, profiles, who is probably better."""
    input:
        code=code.of("compare_experiments"),
        batches=comparisons.batches,
    output:
        csv="results/comparisons/{comparison}/scores.csv",
        markdown="results/comparisons/{comparison}/scores.md",
        latex="results/comparisons/{comparison}/scores.tex",
        greedy="results/comparisons/{comparison}/greedy_returns.parquet",
        curves="results/comparisons/{comparison}/learning_curves.parquet",
        profiles="results/comparisons/{comparison}/performance_profiles.parquet",
        improvement="results/comparisons/{comparison}/improvement.csv",
    log:
        "logs/compare_experiments/{comparison}.log",
    benchmark:
        "results/.benchmarks/compare_experiments/{comparison}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=comparisons.memory_of_scores,
        runtime=comparisons.minutes_of_scores,
    params:
        experiments=jobs.compared,
        window=jobs.compared_first("rewards_plot", "window"),
    script:
        "../../scripts/compare_experiments.py"


rule plot_comparison:
    """Draw learning curves, performance profiles, and who is probably better than the first."""
    input:
        code=code.of("plot_comparison"),
        curves="results/comparisons/{comparison}/learning_curves.parquet",
        profiles="results/comparisons/{comparison}/performance_profiles.parquet",
        improvement="results/comparisons/{comparison}/improvement.csv",
        best_return=files.exact_return_compared,
    output:
        curves_png=report(
            "results/comparisons/{comparison}/learning_curves.png",
            caption="../report/figure.rst",
            category="Comparison {comparison}",
            labels={"figure": "learning curves"},
        ),
        curves_svg="results/comparisons/{comparison}/learning_curves.svg",
        profiles_png=report(
            "results/comparisons/{comparison}/performance_profiles.png",
            caption="../report/figure.rst",
            category="Comparison {comparison}",
            labels={"figure": "performance profiles"},
        ),
        profiles_svg="results/comparisons/{comparison}/performance_profiles.svg",
        improvement_png=report(
            "results/comparisons/{comparison}/improvement.png",
            caption="../report/figure.rst",
            category="Comparison {comparison}",
            labels={"figure": "better than the first"},
        ),
        improvement_svg="results/comparisons/{comparison}/improvement.svg",
        caption="results/comparisons/{comparison}/caption.rst",
    log:
        "logs/plot_comparison/{comparison}.log",
    benchmark:
        "results/.benchmarks/plot_comparison/{comparison}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("plot_comparison"),
        runtime=needs.minutes("plot_comparison"),
    params:
        experiments=jobs.compared,
        environment=jobs.compared_first("environment", "id"),
        style=jobs.compared_first("figures", "size", "dpi"),
    script:
        "../../scripts/plot_comparison.py"


rule write_comparison_page:
    """Write a comparison as a page."""
    input:
        code=code.of("write_comparison_page"),
        table="results/comparisons/{comparison}/scores.md",
        data="results/comparisons/{comparison}/learning_curves.parquet",
        curves="results/comparisons/{comparison}/learning_curves.png",
        profiles="results/comparisons/{comparison}/performance_profiles.png",
        improvement="results/comparisons/{comparison}/improvement.png",
        best_return=files.exact_return_compared,
    output:
        page="results/comparisons/{comparison}/comparison.md",
    log:
        "logs/write_comparison_page/{comparison}.log",
    benchmark:
        "results/.benchmarks/write_comparison_page/{comparison}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=needs.memory("write_comparison_page"),
        runtime=needs.minutes("write_comparison_page"),
    params:
        experiments=jobs.compared,
        environment=jobs.compared_first("environment", "id"),
    script:
        "../../scripts/write_comparison_page.py"

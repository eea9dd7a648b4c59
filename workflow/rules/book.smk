"""The figures of Sutton & Barto's book, each with the book's number of runs, and a page of all of them.

REQUIRED INPUTS: results/studies/{study}/ranking.csv and trials.parquet, of the studies that a figure shows
                 results/comparisons/{comparison}/batch-{batch}.parquet, of the comparisons that it shows
                 results/{experiment}/environment.json, of the experiments whose action values it shows
OUTPUTS: results/book/example_8_4_runs.parquet
         results/book/{figure}.csv, .png and .svg
         results/book/{figure}_numbers.csv, what the book says beside what was found here
         results/book/captions/{figure}.rst, what the report says below a figure
         results/book/all.md, all figures on a page
"""

from planning.batch_threads import cores_of
from planning.book import JobBook
from planning.updates import JobUpdates

book = JobBook(comparisons, studies, code)
updates = JobUpdates(jobs, code, cores_of(workflow))


rule count_updates:
    """Count the updates that Dyna-Q and prioritized sweeping make until they know the shortest way (Example 8.4)."""
    input:
        code=code.of("count_updates"),
        training=updates.training_code,
    output:
        runs="results/book/example_8_4_runs.parquet",
    log:
        "logs/count_updates/run.log",
    benchmark:
        "results/.benchmarks/count_updates/run.tsv"
    conda:
        "../../environment.yml"
    threads: updates.threads
    resources:
        mem_mb=updates.megabytes,
        runtime=updates.minutes,
        engine=updates.engine,
    params:
        environment=updates.environment,
        agents=updates.agents,
        resolutions=list(updates.resolutions),
        seeds=updates.seeds,
        most_episodes=updates.most_episodes,
    script:
        "../../scripts/count_updates.py"


rule tabulate_book_lines:
    """Put together the lines of a figure, and what the book says of it beside what was found."""
    input:
        code=code.of("tabulate_book_lines"),
        definition=book.definition,
        rankings=book.rankings,
        trials=book.trials,
        batches=book.batches,
        updates=book.updates,
    output:
        lines="results/book/{figure}.csv",
        numbers="results/book/{figure}_numbers.csv",
    log:
        "logs/tabulate_book_lines/{figure}.log",
    benchmark:
        "results/.benchmarks/tabulate_book_lines/{figure}.tsv"
    wildcard_constraints:
        figure=book.line_figures,
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=book.memory_of_lines,
        runtime=book.minutes,
    params:
        seeds=book.seeds,
    script:
        "../../scripts/tabulate_book_lines.py"


rule plot_book_lines:
    """Draw a figure of lines."""
    input:
        code=code.of("plot_book_lines"),
        definition=book.definition,
        lines="results/book/{figure}.csv",
        numbers="results/book/{figure}_numbers.csv",
    output:
        png=report(
            "results/book/{figure}.png",
            caption="../report/figure.rst",
            category="Sutton & Barto",
            labels={"figure": "{figure}"},
        ),
        svg="results/book/{figure}.svg",
        caption="results/book/captions/{figure}.rst",
    log:
        "logs/plot_book_lines/{figure}.log",
    benchmark:
        "results/.benchmarks/plot_book_lines/{figure}.tsv"
    wildcard_constraints:
        figure=book.line_figures,
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=book.memory_of_figure,
        runtime=book.minutes,
    params:
        style=book.style,
    script:
        "../../scripts/plot_book_lines.py"


rule train_book_tables:
    """Train what a figure shows action values of, at some times of the training."""
    input:
        code=code.of("train_book_tables"),
        definition=book.definition,
        training=book.training_code,
        descriptions=book.descriptions,
    output:
        cells="results/book/{figure}.csv",
        numbers="results/book/{figure}_numbers.csv",
    log:
        "logs/train_book_tables/{figure}.log",
    benchmark:
        "results/.benchmarks/train_book_tables/{figure}.tsv"
    wildcard_constraints:
        figure=book.table_figures,
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=book.memory_of_tables,
        runtime=book.minutes_of_tables,
        engine=book.engine,
    params:
        experiments=book.trained,
    script:
        "../../scripts/train_book_tables.py"


rule plot_book_tables:
    """Draw a figure of action values."""
    input:
        code=code.of("plot_book_tables"),
        definition=book.definition,
        cells="results/book/{figure}.csv",
        description=book.description,
        numbers="results/book/{figure}_numbers.csv",
    output:
        png=report(
            "results/book/{figure}.png",
            caption="../report/figure.rst",
            category="Sutton & Barto",
            labels={"figure": "{figure}"},
        ),
        svg="results/book/{figure}.svg",
        caption="results/book/captions/{figure}.rst",
    log:
        "logs/plot_book_tables/{figure}.log",
    benchmark:
        "results/.benchmarks/plot_book_tables/{figure}.tsv"
    wildcard_constraints:
        figure=book.table_figures,
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=book.memory_of_figure,
        runtime=book.minutes,
    params:
        style=book.style,
    script:
        "../../scripts/plot_book_tables.py"


rule write_book_page:
    """Write all figures onto a page, each with what the book says beside what was found here."""
    input:
        code=code.of("write_book_page"),
        definitions=book.definitions,
        numbers=book.of_all("_numbers.csv"),
        figures=book.of_all(".png"),
    output:
        page="results/book/all.md",
    log:
        "logs/write_book_page/all.log",
    benchmark:
        "results/.benchmarks/write_book_page/all.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=book.memory_of_page,
        runtime=book.minutes,
    script:
        "../../scripts/write_book_page.py"

"""The figures of Sutton & Barto's book, each with the book's number of runs, and a page of all of them.

REQUIRED INPUTS: results/studies/{study}/ranking.csv and trials.parquet, of the studies that a figure shows
                 results/comparisons/{comparison}/batch-{batch}.parquet, of the comparisons that it shows
OUTPUTS: results/book/{figure}.csv, .png and .svg
         results/book/{figure}_numbers.csv, what the book says beside what came out
         results/book/all.md, all figures on a page
"""

from planning.book import JobBook

book = JobBook(comparisons, studies, code)


rule tabulate_book_lines:
    """Put together the lines of a figure, and what the book says of it beside what came out."""
    input:
        code=book.code_of("tabulate_book_lines"),
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
        code=book.code_of("plot_book_lines"),
        lines="results/book/{figure}.csv",
    output:
        png="results/book/{figure}.png",
        svg="results/book/{figure}.svg",
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

// What the page is given, for the type checker; scripts/tabular/pages/explorer/contents.py writes it.

interface Axis {
    name: string;
    low: number;
    high: number;
    cells: number;
    discrete: boolean;
    periodic: boolean;
}

interface EnvironmentDescription {
    id: string;
    low: number[] | null;
    high: number[] | null;
    bins: number[] | null;
    bin_width: number[] | null;
    table_shape: number[];
    actions: string[];
    axes: string[];
    action_counts: number[] | null;
    action_mask: number[][] | null;
    time_limit: number | null;
    reward_threshold: number | null;
    grid: number[] | null;
    map: string[] | null;
    angles: number[][] | null;
}

interface PackedTables {
    low: number;
    high: number;
    values: string;
    best: string;
    bits: 8 | 16 | 32;
    all_best: boolean;
}

interface Estimate {
    value: number;
    low: number | null;
    high: number | null;
}

interface Curve {
    episode: number[];
    mean: number[];
    low: (number | null)[];
    high: (number | null)[];
}

interface Results {
    seeds: number;
    window: number;
    greedyReturn: Estimate;
    runs: number;
    random: number;
    bestConstantAction: string | null;
    bestConstantReturn: number;
    references: Record<string, number>;
    training: Curve;
    greedy: Curve;
}

interface Path {
    episode: number;
    points: number[][];
    total: number;
    outcome: string;
}

interface Experiment {
    name: string;
    environment: EnvironmentDescription;
    episodes: number;
    snapshots: { kept: number; episodes: number[] };
    tables: PackedTables;
    lastOfSeeds: PackedTables;
    firstUpdates: string;
    visits: string;
    view: {
        columns: Axis;
        rows: Axis;
        isMap: boolean;
        note: string;
        shown: [number, number] | null;
        reduction: "mean" | "max" | "middle";
        sampling: string;
    };
    results: Results;
    paths: Path[];
    rollout: string | null;
}

interface ComparedCurve extends Curve {
    experiment: string;
    play: "training" | "greedy";
}

interface Comparison {
    name: string;
    scores: { columns: string[]; rows: string[][] };
    curves: ComparedCurve[];
    profiles: { experiment: string; threshold: number[]; share: number[]; low: (number | null)[]; high: (number | null)[] }[];
    improvement: { experiment: string; than: string; probability: number; low: number | null; high: number | null }[];
}

interface ScoreOverSeeds extends Estimate {
    seeds: number;
}

/** Of a text, places are 0, 1, 2, …; of a number, the number itself. */
interface StudyKey {
    name: string;
    isNumber: boolean;
    isLogarithmic: boolean;
    low: number;
    high: number;
    values: number;
    isBinned: boolean;
    bestAt: number;
    bestPlace: number;
    places: number[];
    texts: string[];
    best: (number | null)[];
    low95: (number | null)[];
    high95: (number | null)[];
    mean: (number | null)[];
    trials: number[];
    seeds: number[];
}

interface StudyLine {
    name: string;
    x: number[];
    y: number[];
    low95: (number | null)[];
    high95: (number | null)[];
    seeds: number[];
}

interface Levels {
    count: number;
    texts: string[];
    areEdges: boolean;
}

interface ScoreMap {
    across: string;
    upwards: string;
    columns: Levels;
    rows: Levels;
    column: number[];
    row: number[];
    best: number[];
    low95: (number | null)[];
    high95: (number | null)[];
    seeds: number[];
    rank: number[];
    trials: number[];
}

interface Study {
    name: string;
    question: string;
    facts: string;
    score: string;
    best: ScoreOverSeeds & { values: Record<string, string>; settings: string };
    confirmation: ScoreOverSeeds | null;
    ranking: { columns: string[]; rows: string[][] };
    trials: { ranked: number; shown: number; failed: number };
    importance: { key: string; values: number; share: number; byChance: number }[];
    scores: { axis: [number, number]; colours: [number, number]; lowest: number };
    keys: StudyKey[];
    lines: StudyLine[];
    maps: ScoreMap[];
    parallel: { rank: number[]; score: number[]; keys: { name: string; places: number[]; texts: string[] }[] } | null;
}

type Layer = "policy" | "value" | "actions" | "visits" | "gap" | "difference" | "agreement";
type Reduction = "mean" | "max" | "cell";

// BokehJS has types of its own, which its wheel doesn't carry.
declare const Bokeh: any;

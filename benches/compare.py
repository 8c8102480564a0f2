#!/usr/bin/env python3
"""Makes the figures of docs/performance.md anew, with a program in NumPy or polars beside each where there is an obvious one.

    just performance            (or: python3 benches/compare.py)

Needs numpy and polars (pip install numpy polars), and GNU time. It builds the release binary, measures whole processes (the fastest and the median of
several runs, and the most memory), runs the alternatives in this process on the same tables, runs `cargo bench`, and writes what it found
between the two marks of the page. `--quick` measures each once and leaves the page alone.

The alternatives are favoured: they start when numpy is imported and the tables are read, unless the row says otherwise, and do no checks.
"""

import argparse
import csv
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: made by benches/compare.py -->", "<!-- end of figures -->"
ASEM = ROOT / "tests" / "data" / "published" / "asem"
ASEM_FACTORS = ROOT / "tests" / "data" / "asem" / "factors.toml"
BOTH = ["--coinr", str(ASEM / "asem_idata.csv"), str(ASEM / "asem_imeta.csv"), "--methods", str(ASEM_FACTORS)]

FACTORS = """[factors.weights]
within = 0.25
sets = 100
reason = "a benchmark"

[factors.aggregation]
choices = ["geometric"]
reason = "a benchmark"
"""


# Tables


def framework(path, indicators, nodes, factors=""):
    lines = ['schema = "spscore-framework/1"', 'units = "rows"', 'code = "random"', 'version = "1"', 'title = "Random numbers"']
    lines += ["[methods]", 'normalise = { method = "min_max", low = 1, high = 100 }', factors]
    lines += ["[[node]]", 'code = "all"', 'title = "all"']
    for j in range(nodes):
        lines += ["[[node]]", f'code = "n{j}"', 'title = "a node"', 'parent = "all"']
    for i in range(indicators):
        parent = f"n{i % nodes}" if nodes else "all"
        lines += ["[[indicator]]", f'code = "x{i}"', 'title = "an indicator"', f'parent = "{parent}"']
    path.write_text("\n".join(lines) + "\n")


def table(path, units, indicators):
    """Random numbers with four decimals, seed 1."""
    values = np.random.default_rng(1).uniform(0, 100_000, (units, indicators)).round(4)
    frame = pl.DataFrame({"unit": [f"u{i}" for i in range(units)]} | {f"x{i}": values[:, i] for i in range(indicators)})
    frame.write_csv(path)
    return values


def world(folder, economies, years=5):
    """Flows of all pairs both ways, as Parquet with a row group a year; log-normal, seed 1. Pair-years: half as many."""
    random = np.random.default_rng(1)
    code = [f"E{i:04}" for i in range(economies)]
    a, b = np.nonzero(~np.eye(economies, dtype=bool))
    size = random.lognormal(0, 1.5, economies)
    parts = []
    for year in range(2021 - years, 2021):
        value = (1e6 * size[a] * size[b] * random.lognormal(0, 0.5, len(a))).astype(np.int64)
        pairs = {"a": pl.Series(code).gather(a), "b": pl.Series(code).gather(b)}
        parts.append(pl.DataFrame(pairs | {"year": np.full(len(a), year, np.int32), "value": value}))
    folder.mkdir(exist_ok=True)
    pl.concat(parts).write_parquet(folder / "flows.parquet", row_group_size=len(a))
    (folder / "world.toml").write_text(
        'schema = "spscore-world/1"\nname = "random"\nversion = "1"\n[trade]\nfiles = ["flows.parquet"]\nfrom = "a"\nto = "b"\n'
        f'year = "year"\nvalue = "value"\nyears = "{2021 - years}-2020"\nsource = "random numbers"\n'
    )
    return len(a) * years // 2


# Measuring


def child(command):
    """Seconds and megabytes of one process. GNU time starts it: a child of this process would begin with this one's memory."""
    with tempfile.NamedTemporaryFile() as peak, open(os.devnull, "wb") as nobody:
        begun = time.perf_counter()
        done = subprocess.run(["time", "-f", "%M", "-o", peak.name, *command], stdout=nobody, stderr=subprocess.PIPE)
        seconds = time.perf_counter() - begun
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stderr.decode()}")
        return seconds, int(peak.read().split()[-1]) / 1024


def runs(times, work):
    """Fastest and median."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken), statistics.median(taken)


def shown(seconds):
    if seconds >= 1:
        return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds * 1e6:.3g} µs" if seconds >= 1e-6 else f"{seconds * 1e9:.3g} ns"


# The alternatives


class Tree:
    """An index as lists of children, bottom up: what a program with arrays would hold."""

    def __init__(self, families):
        self.families = families

    def scores(self, leaves, weights, geometric):
        """Of all ways at once: leaves are ways x units x indicators (or 1 x ..), weights one array a family, ways x children."""
        found = []
        for (children, inner), own in zip(self.families, weights):
            parts = np.stack([found[c] for c in children], axis=2) if inner else leaves[:, :, children]
            parts = np.log(parts) if geometric else parts
            known = ~np.isnan(parts)
            if known.all():
                mean = np.einsum("wuc,wc->wu", np.broadcast_to(parts, (len(own), *parts.shape[1:])), own)
            else:
                spread = own[:, None, :] * known
                mean = np.nansum(parts * own[:, None, :], axis=2) / spread.sum(axis=2)
            found.append(np.exp(mean) if geometric else mean)
        return found


def drawn(random, ways, sizes):
    """Weights within a quarter of equal ones, ways x children for each family."""
    sets = [random.uniform(0.75, 1.25, (ways, size)) for size in sizes]
    return [s / s.sum(axis=1, keepdims=True) for s in sets]


def asem_leaves():
    """Indicators by group means and min-max or z-scores, highest values capped: ten arrays of 51 x 49."""
    rows = list(csv.DictReader((ASEM / "asem_idata.csv").open()))
    meta = list(csv.DictReader((ASEM / "asem_imeta.csv").open()))
    leaves = [m for m in meta if m["Type"] == "Indicator"]

    def number(text):
        return float(text) if text not in ("", "NA") else np.nan

    def column(m):
        values = np.array([number(r[m["iCode"]]) for r in rows])
        by = m["Denominator"]
        return values / np.array([number(r[by]) for r in rows]) if by not in ("", "NA") else values

    data = np.stack([column(m) * float(m["Direction"]) for m in leaves], axis=1)
    group = np.array([r["EurAsia_group"] for r in rows])
    for g in np.unique(group):
        part = data[group == g]
        data[group == g] = np.where(np.isnan(part), np.nanmean(part, axis=0), part)
    combinations = []
    for cap in range(5):
        capped = np.minimum(data, np.sort(data, axis=0)[-1 - cap])
        low, high = capped.min(axis=0), capped.max(axis=0)
        combinations.append(1 + 99 * (capped - low) / (high - low))
        combinations.append(50 + 10 * (capped - capped.mean(axis=0)) / capped.std(axis=0, ddof=1))
    codes = [m["iCode"] for m in leaves]
    inner = [m["iCode"] for m in meta if m["Type"] == "Aggregate"]
    families = []
    for node in inner:
        children = [m["iCode"] for m in meta if m["Parent"] == node]
        below = all(c in inner for c in children)
        families.append(([(inner if below else codes).index(c) for c in children], below))
    return combinations, Tree(families)


def rank_statistics(index):
    """Ranks of every draw, how often each is reached, and who wins against whom; draws x units."""
    draws, units = index.shape
    order = np.argsort(-index, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(units)[None, :].repeat(draws, 0), axis=1)
    reached = np.stack([np.bincount(ranks[:, u], minlength=units) for u in range(units)])
    columns = np.ascontiguousarray(ranks.T)
    winning = np.stack([(columns[u] < columns).mean(axis=1) for u in range(units)])
    return np.quantile(ranks, [0.05, 0.5, 0.95], axis=0), reached, winning


def ways_of(tree, combinations, ways):
    """Draws, scores, quantiles of every output and ranks of the index."""
    random = np.random.default_rng(1)
    units = combinations[0].shape[0]
    which = random.integers(0, len(combinations), ways)
    geometric = random.integers(0, 2, ways)
    weights = drawn(random, ways, [len(children) for children, _ in tree.families])
    out = np.empty((ways, units, len(tree.families)))
    for c, leaves in enumerate(combinations):
        for g in (0, 1):
            at = np.flatnonzero((which == c) & (geometric == g))
            if len(at):
                out[at] = np.stack(tree.scores(leaves[None], [w[at] for w in weights], bool(g)), axis=2)
    quantiles = np.quantile(out, [0.05, 0.5, 0.95], axis=0)
    return quantiles, rank_statistics(out[:, :, -1])


def rated_by_polars(path, out, indicators, nodes):
    """Reads, scales, weighs, ranks, writes; from the file to the file."""
    codes = [f"x{i}" for i in range(indicators)]
    frame = pl.scan_csv(path).with_columns(
        [(pl.col(c) - pl.col(c).min()) / (pl.col(c).max() - pl.col(c).min()) * 99 + 1 for c in codes]
    )
    means = [pl.mean_horizontal([c for i, c in enumerate(codes) if i % nodes == j]).alias(f"n{j}") for j in range(nodes)]
    frame = frame.with_columns(means).with_columns(pl.mean_horizontal([f"n{j}" for j in range(nodes)]).alias("all"))
    frame.with_columns(pl.col("all").rank("min", descending=True).alias("rank")).sort("rank").collect().write_csv(out)


def rated_by_numpy(path, out, indicators, nodes):
    """The same as arrays; polars reads and writes the text, since numpy's own reader takes minutes."""
    frame = pl.read_csv(path)
    data = frame.drop("unit").to_numpy()
    low, high = data.min(axis=0), data.max(axis=0)
    scores = 1 + 99 * (data - low) / (high - low)
    means = np.stack([scores[:, j::nodes].mean(axis=1) for j in range(nodes)], axis=1)
    index = means.mean(axis=1)
    order = np.argsort(-index, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    columns = {f"x{i}": scores[order, i] for i in range(indicators)} | {f"n{j}": means[order, j] for j in range(nodes)}
    pl.DataFrame({"unit": frame["unit"].gather(order)} | columns | {"all": index[order], "rank": rank[order]}).write_csv(out)


def ranks_over_two_weights(values):
    """Best and worst ranks: all units ranked between every two neighbouring crossings would be exact; 1,000 weights are not."""
    low, high = values.min(axis=0), values.max(axis=0)
    scores = 1 + 99 * (values - low) / (high - low)
    share = np.linspace(0.25, 0.75, 1_000)[:, None]
    ranks = np.argsort(np.argsort(-(share * scores[:, 0] + (1 - share) * scores[:, 1]), axis=1), axis=1)
    return ranks.min(axis=0), ranks.max(axis=0)


# The rows


def rows(binary, folder, times):
    """What, the command's (fastest, median, megabytes), and the alternative with its (fastest, median)."""

    def program(*args, count=times):
        found = [child([str(binary), *map(str, args)]) for _ in range(count)]
        seconds = [s for s, _ in found]
        return min(seconds), statistics.median(seconds), max(mb for _, mb in found)

    few = max(1, times // 10)
    yield "the floor: a program that only starts (`--version`)", program("--version"), None
    yield "`evaluate russia-asean`", program("evaluate", "russia-asean"), None
    yield "`evaluate russia-asean --draws 0`", program("evaluate", "russia-asean", "--draws", 0), None
    yield "`compare --peers`: eleven partnerships", program("compare", "--peers"), None
    # Every kind of figure, of eleven partnerships or of the one asked for among them; those that draw many variants seldom.
    shown = ("heatmap", "coverage", "profile", "reciprocity", "members", "members-arms", "timeline", "trends", "slope")
    of_one = ("bridge", "waterfall", "issues", "substance", "tiles", "tornado", "specification", "sobol")
    for kind in (*shown, "gap", "plane", "ranks", "density", *of_one, "gap-timeline"):
        count = few if kind in ("gap-timeline", "sobol") else times
        drawn = program("plot", kind, "russia-asean", "--peers", "-o", folder / f"{kind}.svg", count=count)
        yield f"`plot {kind} russia-asean --peers`: eleven partnerships", drawn, None
    for kind in ("gap", "plane"):
        drawn = program("plot", kind, "russia-asean", "--peers", "--no-intervals", "-o", folder / f"{kind}.svg")
        yield f"`plot {kind} russia-asean --peers --no-intervals`", drawn, None
    yield "`plot framework`", program("plot", "framework", "-o", folder / "framework.svg"), None
    drawn = program("plot", "profile", "russia-asean", "--radar", "-o", folder / "radar.svg")
    yield "`plot profile russia-asean --radar`", drawn, None
    for kind in ("correlations", "scree"):
        yield f"`plot {kind} --peers`", program("plot", kind, "--peers", "-o", folder / f"{kind}.svg"), None
    for kind, more in (("bars", []), ("distribution", []), ("scatter", ["--node", "Conn", "--against", "Sust"]), ("ranks", []), ("dot", ["AUT"])):
        drawn = program("plot", kind, *more, *BOTH, "-o", folder / f"{kind}-table.svg")
        yield f"`plot {kind}` of the ASEM index", drawn, None
    for what, args in (("russia-asean", []), ("--peers", ["--format", "html"])):
        made = program("report", what, *args, "--force", "--out", folder / f"report{what}", count=few)
        formats = "all five formats" if not args else "HTML, eleven partnerships"
        yield f"`report {what}`: a complete report, {formats}", made, None
    yield "`audit korolev-2024`: 118 claims", program("audit", "korolev-2024", "--out", folder / "audit.csv"), None
    args = ["uncertainty", *BOTH, "--draws", 14_336, "--driver-points", 0, "--format", "csv", "--out", folder / "asem.csv"]
    combinations, tree = asem_leaves()
    other = runs(max(1, times // 4), lambda: ways_of(tree, combinations, 14_336))
    what = "14,336 ways of the ASEM index (51 units, 49 indicators, 11 nodes), quantiles of every node, ranks, who wins against whom"
    yield what, program(*args), ("NumPy, all ways of a kind at once", *other)
    framework(folder / "f17.toml", 17, 4, FACTORS)
    values = table(folder / "t800.csv", 800, 17)
    for draws in (1_000, 10_000):
        args = ["uncertainty", "--table", folder / "t800.csv", "--framework", folder / "f17.toml", "--draws", draws]
        args += ["--driver-points", 0, "--format", "csv", "--out", folder / "t800-out.csv"]
        low, high = values.min(axis=0), values.max(axis=0)
        families = [(list(range(j, 17, 4)), False) for j in range(4)] + [([0, 1, 2, 3], True)]
        leaves = [1 + 99 * (values - low) / (high - low)]
        # Arrays of 10,000 x 800 x 5 numbers are more than this machine's memory takes at once: by parts.
        other = runs(few, lambda: [ways_of(Tree(families), leaves, 1_000) for _ in range(draws // 1_000)])
        what = f"{draws:,} ways of a table of 800 units and 17 indicators, ranks and winning shares included"
        yield what, program(*args, count=few), ("NumPy, a thousand ways at once", *other)
    framework(folder / "f100.toml", 100, 5)
    table(folder / "t100k.csv", 100_000, 100)
    args = ["evaluate", "--table", folder / "t100k.csv", "--framework", folder / "f100.toml", "--format", "csv"]
    args += ["--out", folder / "t100k-out.csv"]
    other = runs(few, lambda: rated_by_polars(folder / "t100k.csv", folder / "t100k-polars.csv", 100, 5))
    what = "`evaluate --table`: 100,000 units and 100 indicators, from a file of 105 MB to one of 190 MB"
    yield what, program(*args, count=few), ("polars, from file to file", *other)
    framework(folder / "f2.toml", 2, 0)
    values = table(folder / "t2.csv", 800, 2)
    args = ["ranks", "--table", folder / "t2.csv", "--framework", folder / "f2.toml", "--format", "csv", "--out", folder / "r.csv"]
    other = runs(few, lambda: ranks_over_two_weights(values))
    what = "`ranks --table`: attainable ranks of 800 units over two weights, exact"
    yield what, program(*args, count=few), ("NumPy, 1,000 weights tried, not exact", *other)
    # Pair-years from 10^4 to 10^7: ten years, so that trends have what they look back to.
    for economies in (46, 142, 448, 1415):
        pair_years = world(folder / f"w{economies}", economies, 10)
        made = program("rank", "--data", folder / f"w{economies}", "--out", folder / f"w{economies}.parquet", count=few)
        yield f"`rank`: {economies:,} economies, {pair_years:,} pair-years, every pair to Parquet", made, None
    framework(folder / "f50.toml", 50, 5)
    table(folder / "t1m.csv", 1_000_000, 50)
    args = ["evaluate", "--table", folder / "t1m.csv", "--framework", folder / "f50.toml", "--format", "csv", "--out", folder / "t1m-out.csv"]
    other = runs(1, lambda: rated_by_polars(folder / "t1m.csv", folder / "t1m-polars.csv", 50, 5))
    yield "`evaluate --table`: 1,000,000 units and 50 indicators", program(*args, count=1), ("polars, from file to file", *other)
    other = runs(1, lambda: rated_by_numpy(folder / "t1m.csv", folder / "t1m-numpy.csv", 50, 5))
    yield "the same", program(*args, count=1), ("NumPy, read by polars", *other)
    args = ["sensitivity", "russia-asean", "--format", "csv", "--out", folder / "s.csv"]
    yield "`sensitivity russia-asean`: Sobol' indices with bootstrap intervals", program(*args, count=few), None


BENCH = re.compile(r"^(?P<tree>[│├╰─ ]*)(?P<name>\S.*?)\s{2,}(?P<fast>[\d.]+ \S+)\s+│\s+[\d.]+ \S+\s+│\s+(?P<median>[\d.]+ \S+)\s+│")


def benches():
    """Every row of `cargo bench`: name with its argument, fastest, median."""
    out = subprocess.run(["cargo", "bench", "--locked", "--offline"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parent = ""
    for line in out.splitlines():
        found = BENCH.match(line)
        if found:
            deep = len(found["tree"]) > 3
            yield f"{parent}, {found['name']}" if deep else found["name"], found["fast"], found["median"]
        elif re.match(r"^[├╰]─ \S", line):
            parent = line[3:].split("  ")[0].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="measure each once, print, and leave the page alone")
    parser.add_argument("--processes", action="store_true", help="whole processes alone, without `cargo bench`")
    parser.add_argument("--binary", type=Path, help="measure this binary and build none")
    parser.add_argument("--runs", type=int, default=20, help="runs of a short process; long ones run a tenth of it")
    given = parser.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    if not given.binary:
        subprocess.run(["cargo", "build", "--release", "--locked", "--offline"], cwd=ROOT, check=True)
    binary = given.binary or target / "release" / "spscore"
    out = []

    def tell(line):
        out.append(line)
        print(line, flush=True)

    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    tell(f"Made on {time.strftime('%-d %B %Y')}: {platform.machine()}, {threads} threads, {platform.system()}; ")
    tell(f"numpy {np.__version__}, polars {pl.__version__}, Python {platform.python_version()}.\n")
    tell("| what | fastest | median | memory | the alternative | fastest | median |\n|---|---:|---:|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for what, (fast, median, memory), other in rows(binary, Path(folder), 1 if given.quick else given.runs):
            beside = f"{other[0]} | {shown(other[1])} | {shown(other[2])}" if other else "– | – | –"
            tell(f"| {what} | {shown(fast)} | {shown(median)} | {memory:.0f} MB | {beside} |")
    if given.quick:
        return
    if not given.processes:
        tell("\nInside the process (`cargo bench`):\n\n| bench | fastest | median |\n|---|---:|---:|")
        for name, fast, median in benches():
            tell(f"| {name.replace('_', ' ')} | {fast} | {median} |")
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(out) + "\n" + END + after)


if __name__ == "__main__":
    main()

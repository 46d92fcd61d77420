#!/usr/bin/python3
"""Keeps what the benchmarks measured: bench/results/MACHINE.json.

    bench/keep.py BENCH [--name MACHINE] [ARGS of Google Benchmark]

Runs BENCH (with --benchmark_filter and the like), takes the least of three repetitions, wall time and processor time, and adds the
figures to those that the file has already. A name is the processor's and its count unless it is given."""
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tempfile

COUNTERS = ("over_limit", "own_ms", "painted", "peak_MB", "resident_MB")  # those that are kept beside the times
RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "results")


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    bench, *args = sys.argv[1:]
    name = None
    if "--name" in args:
        at = args.index("--name")
        if at + 1 == len(args):
            sys.exit("bench: --name wants a name")
        name = args[at + 1]
        del args[at:at + 2]
    model = processor()
    name = name or re.sub(r"[^A-Za-z0-9]+", "-", f"{model} x{os.cpu_count()}").strip("-").lower()
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.json")
        subprocess.run([bench, "--benchmark_repetitions=3", "--benchmark_min_time=0.05", *args, f"--benchmark_out={out}",
                        "--benchmark_out_format=json"], check=True, stdout=sys.stderr)
        with open(out, encoding="utf-8") as file:
            measured = json.load(file)["benchmarks"]
    unit = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
    path = os.path.join(RESULTS, name + ".json")
    kept = {"figures": {}}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            kept = json.load(file)
    fresh, counters = {}, {}
    for row in measured:
        if row.get("run_type") == "aggregate" or row.get("error_occurred"):
            continue
        key = re.sub(r"/(real_time|process_time|min_time:[0-9.]+)", "", row["run_name"])
        wall, cpu = row["real_time"] * unit[row["time_unit"]], row["cpu_time"] * unit[row["time_unit"]]
        before = fresh.get(key, [wall, cpu])
        fresh[key] = [min(before[0], wall), min(before[1], cpu)]
        for counter in COUNTERS:
            if counter in row:
                least = counters.setdefault(key, {})
                least[counter] = min(least.get(counter, row[counter]), row[counter])
    kept["figures"].update({k: {"ms": float(f"{w:.4g}"), "cpu_ms": float(f"{c:.4g}")}
                            | {n: float(f"{v:.4g}") for n, v in counters.get(k, {}).items()} for k, (w, c) in fresh.items()})
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=False).stdout.splitlines()[:1]
    kept.update({"machine": model, "processors": os.cpu_count(), "compiler": (compiler or ["?"])[0],
                 "system": platform.platform(), "date": datetime.date.today().isoformat(),
                 "load": float(f"{os.getloadavg()[0]:.2g}"), "figures": dict(sorted(kept["figures"].items()))})
    os.makedirs(RESULTS, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1)
        file.write("\n")
    print(path)


main()

#!/usr/bin/env python3
"""Counts instructions and allocations of each workload and compares them with thresholds.json.

    Benchmarks/run.sh [--update | --profile] [NAME ...]

A figure is the difference between a run of one number of iterations and one of twice that, for one iteration: start-up and
preparation are in both. Instructions are those outside the kernel, counted by callgrind; allocations are calls of malloc and
its like, counted by a library loaded in front. Neither depends on how fast or busy the machine is.
Fails where a figure is more than 5 % over its threshold; --update writes the figures as the new thresholds;
--profile shows which functions the instructions are in.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE / ".build"
PROGRAM = BUILD / "release" / "ottla-benchmarks"
COUNTER = BUILD / "count-allocations.so"
THRESHOLDS = HERE / "thresholds.json"
# valgrind 3.19 does not read the debug information that Swift writes; the symbols are enough.
FLAGS = ["-c", "release", "-Xswiftc", "-enforce-exclusivity=unchecked", "-Xlinker", "--strip-debug"]
TOLERANCE = 1.05
# Hash tables are not seeded by chance, and glibc copies without `rep movsb`, of which valgrind counts each byte.
ENVIRONMENT = os.environ | {
    "SWIFT_DETERMINISTIC_HASHING": "1",
    "GLIBC_TUNABLES": "glibc.cpu.x86_rep_movsb_threshold=1073741824:glibc.cpu.x86_rep_stosb_threshold=1073741824",
}
PROFILE_LINES = 30


def build():
    subprocess.run(["swift", "build", "--package-path", HERE, *FLAGS], check=True, stdout=sys.stderr)
    subprocess.run(["clang", "-O2", "-shared", "-fPIC", HERE / "count-allocations.c", "-o", COUNTER], check=True)


def run(name, iterations, prefix=(), **environment):
    with tempfile.TemporaryDirectory() as directory:
        command = [*prefix, PROGRAM, name, str(iterations), directory]
        subprocess.run(command, check=True, env=ENVIRONMENT | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def callgrind(name, iterations):
    out = BUILD / f"callgrind.{name}.{iterations}"
    run(name, iterations, ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"])
    return out


def instructions(name, iterations):
    out = callgrind(name, iterations)
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE).group(1))


def costs(out):
    """Instructions in each function itself."""
    text = subprocess.run(["callgrind_annotate", "--threshold=100", out], check=True, capture_output=True, text=True).stdout
    found = {}
    for cost, function in re.findall(r"^ *([\d,]+) \([^)]*\)  (?:[^:\n]*:)?(.*?)(?: \[[^\]]*\])?$", text, re.MULTILINE):
        function = function.removesuffix("'2")
        found[function] = found.get(function, 0) + int(cost.replace(",", ""))
    found.pop("PROGRAM TOTALS", None)
    return found


def profile(name, iterations):
    few, many = costs(callgrind(name, iterations)), costs(callgrind(name, 2 * iterations))
    difference = {function: (cost - few.get(function, 0)) / iterations for function, cost in many.items()}
    top = sorted(difference.items(), key=lambda item: -item[1])[:PROFILE_LINES]
    names = "\n".join(function for function, _ in top)
    names = subprocess.run(["swift", "demangle", "--simplified"], input=names, check=True, capture_output=True, text=True).stdout
    print(f"{name}: {sum(difference.values()):,.0f} instructions, of them in")
    for (_, cost), function in zip(top, names.splitlines()):
        print(f"{cost:10,.0f}  {function}")


def allocations(name, iterations):
    out = BUILD / f"allocations.{name}"
    run(name, iterations, LD_PRELOAD=str(COUNTER), ALLOCATIONS_FILE=str(out))
    return [int(word) for word in out.read_text().split()]


def measure(name, iterations):
    few, many = allocations(name, iterations), allocations(name, 2 * iterations)
    counted = instructions(name, 2 * iterations) - instructions(name, iterations)
    return {
        "instructions": round(counted / iterations),
        "allocations": round((many[0] - few[0]) / iterations, 2),
        "allocatedBytes": round((many[1] - few[1]) / iterations),
    }


def main():
    update = "--update" in sys.argv
    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    build()
    listed = subprocess.run([PROGRAM, "list"], check=True, capture_output=True, text=True).stdout.split()
    workloads = [(name, int(count)) for name, count in zip(listed[::2], listed[1::2]) if not wanted or name in wanted]
    if "--profile" in sys.argv:
        for name, iterations in workloads:
            profile(name, iterations)
        return
    thresholds = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {}
    over = []
    print(f"{'for one iteration':24}{'instructions':>14}{'limit':>10}{'allocations':>13}{'limit':>8}{'bytes':>10}{'limit':>10}")
    for name, iterations in workloads:
        figures = measure(name, iterations)
        limits = thresholds.get(name, {})
        print(
            f"{name:24}{figures['instructions']:14,}{limits.get('instructions', 0):10,}{figures['allocations']:13}"
            f"{limits.get('allocations', 0):8}{figures['allocatedBytes']:10,}{limits.get('allocatedBytes', 0):10,}", flush=True)
        over += [f"{name}: {what} {value:,}, allowed {limits.get(what, 0):,} and 5 %"
                 for what, value in figures.items() if value > limits.get(what, 0) * TOLERANCE]
        if update:
            thresholds[name] = figures
    if update:
        THRESHOLDS.write_text(json.dumps(thresholds, indent=2) + "\n")
    elif over:
        sys.exit("\n  ".join(["over the threshold:", *over]) + "\nIf it must be so: Benchmarks/run.sh --update, and say why in the commit.")


if __name__ == "__main__":
    main()

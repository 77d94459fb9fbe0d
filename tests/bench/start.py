"""What a process of odlm costs from its start to its end: `odlm strategy run` with a shipped strategy on 1,000 leads, beside a program that only
parses its flags. In turn, the fastest of each counts. The strategy's machine code is in the cache, as after its first run on a machine; that
first run, which compiles it, is told too and has no budget.

    python3 tests/bench/start.py ODLM EMPTY
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROUNDS = 40
MOST_MILLISECONDS = 50
STRATEGIES = ["level-based", "round-robin", "proportional", "capacity"]


def milliseconds(command, environment):
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def main(odlm, empty):
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        request = pathlib.Path(folder, "request.json")
        people = [{"target": 100, "rank": 1 + row % 3} for row in range(20)]
        request.write_text(json.dumps({"leads": [{"priority": row % 4} for row in range(1000)], "salespeople": people}))
        within = True
        for strategy in STRATEGIES:
            run = [odlm, "strategy", "run", strategy, "--request", str(request)]
            first = milliseconds(run, environment)
            turns = [(milliseconds([empty], environment), milliseconds(run, environment)) for _ in range(ROUNDS)]
            nothing, whole = (min(times) for times in zip(*turns))
            within &= whole - nothing <= MOST_MILLISECONDS
            print(f"{strategy}: {whole:.1f} ms, an empty program {nothing:.1f} ms, difference {whole - nothing:.1f} ms; with compiling {first:.0f} ms")
        return within


if not main(*sys.argv[1:3]):
    sys.exit(f"more than {MOST_MILLISECONDS} ms beyond an empty program")

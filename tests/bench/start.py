"""What a process of odlm costs from its start to its end: `odlm strategy run` with a shipped strategy on 1,000 leads, beside a program that only
parses its flags. In turn, the fastest of each counts. Each run has an empty cache folder, as on a machine where odlm never ran.

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


def milliseconds(command):
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        begun = time.perf_counter()
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return (time.perf_counter() - begun) * 1000


def main(odlm, empty):
    with tempfile.TemporaryDirectory() as folder:
        request = pathlib.Path(folder, "request.json")
        people = [{"target": 100, "rank": 1 + row % 3} for row in range(20)]
        request.write_text(json.dumps({"leads": [{"priority": row % 4} for row in range(1000)], "salespeople": people}))
        within = True
        for strategy in STRATEGIES:
            run = [odlm, "strategy", "run", strategy, "--request", str(request)]
            turns = [(milliseconds([empty]), milliseconds(run)) for _ in range(ROUNDS)]
            nothing, whole = (min(times) for times in zip(*turns))
            within &= whole - nothing <= MOST_MILLISECONDS
            print(f"{strategy}: {whole:.1f} ms, an empty program {nothing:.1f} ms, difference {whole - nothing:.1f} ms")
        return within


if not main(*sys.argv[1:3]):
    sys.exit(f"more than {MOST_MILLISECONDS} ms beyond an empty program")

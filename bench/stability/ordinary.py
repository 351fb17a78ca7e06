#!/usr/bin/env python3
"""Does care ever harm an ordinary job? Each is run in mode `off` and in mode `repair` with the same seed. Python 3 standard library only.

    python3 bench/stability/ordinary.py --set tuning|report|fresh [--count 100] [--seed 0] [--kinds images,text] [--only ID,ID] [--parallel 2] [--out FILE.jsonl]

The server is EVENKEEL_URL, or --url. Every job that was harmed, helped or touched is printed with its spec, a summary last.

value:         R²; for classes the mean of accuracy and balanced accuracy, so that neither is bought with the other; on the validation split, of the model that was kept
harmed:        `repair` fails where `off` succeeds, or ends more than 0.03 below it. helped: the other way round
touched:       any action, or an incident above info. touched_sound: touched although `off` ended well
ended well:    succeeded with a value above 0.8, or with more than half of what guessing leaves
quarantined:   `repair` calls the run unstable, and its model is not served, though `off` succeeded
held_harmed:   as harmed, but on hundreds of rows that took no part (the kinds with few of a class or few rows: their validation split is small)
useless:       harmed, though neither value is better than guessing
incomparable:  both succeeded and neither has a value (R² of a target that does not vary)
unlike:        not touched, and yet another value: then the comparison itself is unsound
extra_steps:   gradient steps of all `repair` runs, trial runs included, to those of the `off` runs
"""

import argparse
import collections
import json
import math
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ordinary_data
import ordinary_specs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from service import Server

SETS = ("tuning", "report", "fresh")
MARGIN, WORST = 0.03, -9.0
FLAGS = ("harmed", "failed_by_care", "helped", "touched", "touched_sound", "quarantined", "held_harmed", "useless", "incomparable", "unlike", "off_failed")


def build(which, seed, kind, number):
    """(id, data, body); the same for the same four, whatever other kinds are asked for."""
    base = SETS.index(which)
    r = random.Random(f"{base + 1}/{seed}/{kind}/{number}")
    data = ordinary_data.KINDS[kind](r, lambda *values: values[base])
    return f"{which}-{seed}-{kind}-{number}", data, ordinary_specs.draw(r, data)


def value(job, split):
    """What a user gets: None where there is no model, or no number that says how good it is."""
    metrics = job["metrics"] or {}
    if job["status"] != "succeeded":
        return None
    accuracy, balanced = (metrics.get(f"{split}_{name}") for name in ("accuracy", "balanced_accuracy"))
    if accuracy is not None:
        return accuracy if balanced is None else (accuracy + balanced) / 2
    return metrics.get(f"{split}_r2")


class Bench:
    def __init__(self, url):
        self.server = Server(url)

    def train(self, body, mode):
        job = self.server.call("POST", "/api/v1/jobs", {**body, "stability": {"mode": mode}})
        end = time.time() + 600
        while not (job := self.server.call("GET", f"/api/v1/jobs/{job['id']}?wait=20"))["terminal"]:
            if time.time() > end:
                raise TimeoutError(f"{job['id']} is still {job['status']}")
        found = self.server.call("GET", f"/api/v1/jobs/{job['id']}/incidents?limit=100")["data"]
        loud = sorted((i for i in found if i["severity"] != "info"), key=lambda i: i["iteration"])
        return {"job": job["id"], "status": job["status"], "reason": job["stop_reason"], "value": value(job, "validation"), "held": value(job, "test"), "verdict": job["stability"]["verdict"],
                "executed": job["progress"]["executed_iterations"], "actions": job["stability"]["actions"], "changes": [c["pointer"] for c in job.get("changes") or []],
                "causes": [i["cause"] for i in loud], "error": job["error"]}

    def measure(self, asked):
        name, data, body = build(*asked)
        result = {"id": name, "kind": asked[2], "words": data.words, "body": body}
        started = time.time()
        try:
            body = {**body, "dataset_id": self.server.upload(data.spec, data.content)["id"]}
            if data.held:
                body["split"] = {**body.get("split", {}), "test_dataset_id": self.server.upload(data.spec, data.held)["id"]}
            off, repair = (self.train(body, mode) for mode in ("off", "repair"))
        except (SystemExit, OSError, TimeoutError, KeyError) as error:
            return {**result, "refused": f"{type(error).__name__}: {error}"[:500]}
        return {**result, "seconds": round(time.time() - started, 1), **compare(off, repair, ordinary_data.guess(data)), "off": off, "repair": repair}


def compare(off, repair, guess):
    low = lambda v: WORST if v is None or not math.isfinite(v) else max(WORST, v)
    gain = lambda key: low(repair[key]) - low(off[key])
    well = off["status"] == "succeeded" and off["value"] is not None and (off["value"] > 0.8 or off["value"] - guess > 0.5 * (1 - guess))
    failed = off["status"] == "succeeded" and repair["status"] != "succeeded"
    touched = bool(repair["actions"] or repair["causes"] or repair["changes"])
    harmed = failed or gain("value") < -MARGIN
    return {"guess": round(guess, 4), "gain": round(gain("value"), 4), "held_gain": round(gain("held"), 4), "harmed": harmed, "failed_by_care": failed, "helped": gain("value") > MARGIN,
            "touched": touched, "touched_sound": touched and well, "quarantined": off["status"] == "succeeded" and repair["verdict"] == "unstable" and not failed,
            "held_harmed": gain("held") < -MARGIN, "useless": harmed and not failed and max(low(off["value"]), low(repair["value"])) <= guess + MARGIN,
            "incomparable": off["value"] is None and repair["value"] is None and off["status"] == repair["status"] == "succeeded",
            "unlike": not touched and (off["value"], off["held"]) != (repair["value"], repair["held"]), "off_failed": off["status"] != "succeeded"}


def tally(ran):
    steps = sum(r["repair"]["executed"] for r in ran) / max(1, sum(r["off"]["executed"] for r in ran))
    return {"runs": len(ran), **{flag: sum(r[flag] for r in ran) for flag in FLAGS}, "extra_steps": round(steps, 3)}


def summary(results):
    ran = [r for r in results if "off" in r]
    kinds = collections.defaultdict(list)
    for r in ran:
        kinds[r["kind"]].append(r)
    brief = lambda some: {key: count for key, count in tally(some).items() if count or key == "runs"}
    return {**tally(ran), "refused": len(results) - len(ran), "causes": collections.Counter(c for r in ran for c in set(r["repair"]["causes"])), "kinds": {k: brief(v) for k, v in kinds.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default=os.environ.get("EVENKEEL_URL", "http://127.0.0.1:8080"))
    parser.add_argument("--set", choices=SETS, default="tuning")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(ordinary_data.KINDS))
    parser.add_argument("--only")
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if unknown := set(kinds) - set(ordinary_data.KINDS):
        parser.error(f"no such kinds: {', '.join(unknown)}; there are {', '.join(ordinary_data.KINDS)}")
    asked = [(options.set, options.seed, kinds[i % len(kinds)], i // len(kinds)) for i in range(options.count)]
    if options.only:
        parts = [name.split("-") for name in options.only.split(",")]
        asked = [(which, int(seed), kind, int(number)) for which, seed, kind, number in parts]
    bench, results = Bench(options.url.rstrip("/")), []
    out = options.out.open("w") if options.out else None
    with ThreadPoolExecutor(options.parallel) as pool:
        for result in pool.map(bench.measure, asked):
            results.append(result)
            marks = ["REFUSED"] if "refused" in result else [flag.upper() if flag == "harmed" else flag for flag in FLAGS if result[flag]]
            if marks:
                print(" ".join(marks), json.dumps(result), flush=True)
            if out:
                out.write(json.dumps(result) + "\n")
                out.flush()
    print(json.dumps(summary(results)))


if __name__ == "__main__":
    main()

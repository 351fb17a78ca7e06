#!/usr/bin/env python3
"""The learning-rate sweep: what a wrong rate costs with `off` and with `repair`, on the digits. Python 3 standard library only.

    python3 bench/stability/sweep.py --url http://127.0.0.1:8080 [--parallel 2] [--seed 1]
"""

import argparse
import csv
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import data
from spec import job

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from service import Server

RATES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10]


def digits(part):
    with open(data.EXAMPLES / f"digits_{part}.csv", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return data.table([([float(v) / 16 for v in row[:-1]], row[-1]) for row in rows], "classification")


def train(server, stored, kind, rate, mode, seed):
    body = job([64, 32], rate, kind, epochs=20, seed=seed)
    body.update(dataset_id=stored[0], split={"validation_dataset_id": stored[1]}, stability={"mode": mode})
    done = server.wait(server.call("POST", "/api/v1/jobs", body)["id"])
    found = server.call("GET", f"/api/v1/jobs/{done['id']}/incidents?limit=100")["data"]
    loud = sorted((i for i in found if i["severity"] != "info"), key=lambda i: i["iteration"])
    return {"value": (done["metrics"] or {}).get("validation_accuracy"), "verdict": done["stability"]["verdict"], "cause": loud[0]["cause"] if loud else None,
            "steps": done["progress"]["executed_iterations"], "changes": done.get("changes") or []}


def line(kind, rate, off, repair):
    text = lambda value: "–" if value is None else f"{value:.3f}"
    set_to = [c["to"] for c in repair["changes"] if c["pointer"] == "/training/optimizer/learning_rate"]
    cost = repair["steps"] / max(1, off["steps"])
    return f"| {kind} | {rate:g} | {text(off['value'])} | {text(repair['value'])} | {repair['verdict']} | {repair['cause'] or '–'} | {f'{set_to[-1]:.2g}' if set_to else '–'} | {cost:.2f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    server = Server(options.url)
    stored = [server.upload(*digits(part))["id"] for part in ("train", "test")]
    print("Validation accuracy after 20 epochs; cost: gradient steps with `repair` to those with `off`.\n")
    print("| optimizer | rate | off | repair | verdict | cause | rate set to | cost |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    runs = [(kind, rate) for kind in ("sgd", "adam") for rate in RATES]
    with ThreadPoolExecutor(options.parallel) as pool:
        one = lambda run: [train(server, stored, *run, mode, options.seed) for mode in ("off", "repair")]
        for run, pair in zip(runs, pool.map(one, runs)):
            print(line(*run, *pair), flush=True)


if __name__ == "__main__":
    main()

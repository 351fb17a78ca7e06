#!/usr/bin/env python3
"""Does a started server notice, name and repair trainings that go wrong? Python 3 standard library only.

    python3 bench/stability/run.py --url http://127.0.0.1:8080 --set tuning|held_out|fresh|newest|healthy [--seeds 1] [--only ID,ID] [--parallel 2]
"""

import argparse
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cases
import data

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from service import Server


class Bench:
    def __init__(self, url, seeds):
        self.server, self.seeds, self.stored = Server(url), seeds, {}

    def upload(self, recipe):
        key = json.dumps(recipe, sort_keys=True)
        if key not in self.stored:
            self.stored[key] = [self.server.upload(*part)["id"] for part in data.build(recipe)]
        return self.stored[key]

    def train(self, variant, metric, seed, mode):
        train, validation = self.upload(variant["data"])
        body = json.loads(json.dumps(variant["job"]))
        body.update(dataset_id=train, split={"validation_dataset_id": validation}, stability={"mode": mode})
        body["training"]["seed"] = 100 + seed
        job_id = self.server.call("POST", "/api/v1/jobs", body)["id"]
        end = time.time() + 600
        while not (job := self.server.call("GET", f"/api/v1/jobs/{job_id}?wait=20"))["terminal"]:
            if time.time() > end:
                raise TimeoutError(job_id)
        found = self.server.call("GET", f"/api/v1/jobs/{job_id}/incidents?limit=100")["data"]
        loud = sorted((i for i in found if i["severity"] != "info"), key=lambda i: i["iteration"])
        return {"value": (job["metrics"] or {}).get(metric), "alarms": len(loud), "first": loud[0] if loud else None, "status": job["status"],
                "acted": bool(job["stability"]["actions"] or job.get("changes")), **{k: job["progress"][k] for k in ("iterations", "executed_iterations")}}

    def measure(self, case):
        try:
            return self.compare(case)
        except (SystemExit, OSError, TimeoutError, KeyError, statistics.StatisticsError) as error:
            return {"id": case["id"], "failed": str(error)[:300]}

    def compare(self, case):
        run = lambda variant, mode: [self.train(variant, case["metric"], seed, mode) for seed in range(self.seeds)]
        healthy = run(case.get("twin", case), "repair")
        result = {"id": case["id"], "healthy": healthy, "faulty": []}
        if case["kind"] == "healthy":
            return result
        result["reference"] = statistics.mean(r["value"] for r in healthy if r["value"] is not None)
        floor, cost = result["reference"] - 0.02, statistics.median(r["executed_iterations"] for r in healthy)
        well = lambda r: r["value"] is not None and r["value"] >= floor
        for before, after in zip(run(case, "observe"), run(case, "repair")):
            first = after["first"]
            result["faulty"].append({
                "counts": not well(before), "untreated": before["value"], "treated": after["value"],
                "noticed": bool(before["alarms"] or after["alarms"]), "cause": first and first["cause"],
                "cause_right": bool(first) and first["cause"] in case["causes"], "restored": well(after),
                "cost": after["executed_iterations"] / max(1, cost), "delay": first and first["iteration"] / max(1, after["iterations"])})
        return result


def summary(results):
    done = [r for r in results if "failed" not in r]
    bad, good = [f for r in done for f in r["faulty"] if f["counts"]], [h for r in done for h in r["healthy"]]
    share = lambda runs, key: round(sum(bool(r[key]) for r in runs) / len(runs), 4) if runs else None
    middle = lambda key: round(statistics.median(v), 4) if (v := [r[key] for r in bad if r[key] is not None]) else None
    return {"cases": len(results), "cases_failed": len(results) - len(done), "faulty_runs": len(bad), "healthy_runs": len(good),
            "recall": share(bad, "noticed"), "cause_right": share(bad, "cause_right"), "restored": share(bad, "restored"),
            "false_alarms": share(good, "alarms"), "false_actions": share(good, "acted"), "median_cost": middle("cost"), "median_delay": middle("delay")}


def show(result):
    if "failed" in result:
        return f"| {result['id']} | failed: {result['failed']} | | | | | |"
    text = lambda runs, key: " ".join("–" if r[key] is None else f"{r[key]:.3f}" if isinstance(r[key], float) else str(r[key]) for r in runs)
    return (f"| {result['id']} | {text(result['healthy'], 'value')} | " + " | ".join(text(result["faulty"], k) for k in ("untreated", "treated", "cause", "restored", "cost"))
            + f" | {text(result['healthy'], 'alarms')} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--set", choices=(*cases.SETS, "healthy"), default="tuning")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--only")
    options = parser.parse_args()
    chosen = [c for c in cases.load(options.set) if not options.only or c["id"] in options.only.split(",")]
    bench, results = Bench(options.url, options.seeds), []
    print("| case | healthy | untreated | treated | cause | restored | cost | alarms on healthy |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    with ThreadPoolExecutor(options.parallel) as pool:
        for result in pool.map(bench.measure, chosen):
            results.append(result)
            print(show(result), flush=True)
    print(json.dumps(summary(results)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Random jobs, many of them absurd: does any crash, hang, overspend or serve a number that is none? Python 3 standard library only.

    python3 bench/stability/random_specs.py --url http://127.0.0.1:8080 --count 200 --seed 1 [--parallel 2] [--only 17,18] [--out violations.json]
"""

import argparse
import collections
import json
import math
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import data

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from service import Server

TIMEOUT = 240
TABLES = [{"source": "digits", "scale": 0.0625}, {"source": "digits"}, {"source": "wine"}, {"source": "iris"}, {"source": "moons"}, {"source": "smooth"},
          {"source": "smooth", "target_scale": 1000}, {"source": "quality"}, {"source": "rare"}, {"source": "digits", "scale": 0.0625, "corrupt": "outliers"}]
SEQUENCES = [{"source": "lines", "scale": 0.0625}, {"source": "lines"}, {"source": "memory", "steps": 20}, {"source": "sine", "steps": 24}]
IMAGES = [{"source": "images", "scale": 0.0625}, {"source": "images"}]
ACTIVATIONS = ["relu", "leaky_relu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid", "softplus", "linear", "softmax"]
INITS = ["xavier", "xavier_uniform", "he", "he_uniform", "lecun", "orthogonal", "zeros", "ones"]
OPTIMIZERS = ["sgd", "momentum", "nesterov", "adam", "adamw", "amsgrad", "nadam", "adamax", "rmsprop", "adagrad", "adadelta", "lbfgs", "conjugate_gradient"]
SCHEDULES = [{"type": "cosine"}, {"type": "one_cycle"}, {"type": "constant", "warmup_iterations": 10}, {"type": "cosine_restarts", "period": 15},
             {"type": "piecewise", "boundaries": [20], "factors": [100]}]
CLIPPINGS = ["global_norm", "layer_norm", "value", "adaptive"]


def weights(rng):
    if rng.random() < 0.6:
        return rng.choice(INITS)
    scale = 10 ** rng.uniform(-4, 2)
    return rng.choice([{"type": "normal", "mean": 0, "std": scale}, {"type": "uniform", "low": -scale, "high": scale}, {"type": "constant", "value": scale},
                       {"type": "orthogonal", "gain": scale}])


def width(rng):
    return round(4 * 32 ** rng.random())


def dense(rng):
    layer = {"type": "dense", "units": width(rng), "activation": rng.choice(ACTIVATIONS)}
    return {**layer, "weight_init": weights(rng)} if rng.random() < 0.2 else layer


def recurrent(rng):
    kind = rng.choice(["lstm", "simple_rnn"])
    layer = {"type": kind, "units": width(rng) // 2 + 2, "activation": rng.choice(["tanh", "sigmoid", "relu", "hard_sigmoid", "softsign"]) if kind == "simple_rnn" else "tanh"}
    if rng.random() < 0.5:
        layer["recurrent_init"] = {"type": "orthogonal", "gain": rng.choice([0.1, 0.5, 1.0, 1.6, 5.0])}
    return {"type": "bidirectional", "layer": layer} if rng.random() < 0.2 else layer


def convolution(rng):
    return {"type": "conv2d", "filters": width(rng) // 4 + 2, "kernel": rng.choice([1, 2, 3]), "padding": "same", "activation": rng.choice(ACTIVATIONS[:-1])}


def layers(rng, family):
    first = {"table": dense, "sequence": recurrent, "image": convolution}[family]
    depth = rng.randint(1, 8)
    front = depth if family == "table" else rng.randint(1, min(3, depth))
    out = []
    for i in range(depth):
        if family == "image" and i == front:
            out.append({"type": "flatten"})
        out.append(first(rng) if i < front else dense(rng))
        if rng.random() < 0.15:
            out.append({"type": "batch_normalization"})
        if rng.random() < 0.15:
            out.append({"type": "dropout", "rate": round(rng.uniform(0.05, 0.8), 2)})
        if family == "image" and i == 0 and rng.random() < 0.5:
            out.append({"type": "max_pooling2d"})
    return out


def draw(seed, number):
    """(data recipe, job body) of one random spec; the same for the same two numbers."""
    rng = random.Random(f"{seed}/{number}")
    family = rng.choice(["table", "table", "sequence", "image"])
    recipe = rng.choice({"table": TABLES, "sequence": SEQUENCES, "image": IMAGES}[family])
    optimizer = {"type": rng.choice(OPTIMIZERS)}
    if optimizer["type"] not in ("lbfgs", "conjugate_gradient"):
        optimizer["learning_rate"] = float(f"{10 ** rng.uniform(-5, 1):.2g}")
    training = {"epochs": rng.randint(3, 6), "batch_size": round(4 * 32 ** rng.random()), "seed": number, "optimizer": optimizer, "shuffle": rng.random() < 0.9}
    if rng.random() < 0.2 and "learning_rate" in optimizer:
        training["schedule"] = rng.choice(SCHEDULES)
    if rng.random() < 0.2 and "learning_rate" in optimizer:
        training["gradient_clipping"] = {"type": rng.choice(CLIPPINGS), "threshold": rng.choice([0.1, 1.0, 10.0])}
    network = {"layers": layers(rng, family), "weight_init": weights(rng)}
    if rng.random() < 0.2:
        network["bias_init"] = rng.choice([-10, -1, 1, 100])
    if rng.random() < 0.15:
        network[rng.choice(["l1", "l2"])] = 10 ** rng.uniform(-5, 2)
    if rng.random() < 0.1:
        network["output"] = {"activation": rng.choice(ACTIVATIONS)}
    preprocessing = {"numeric": rng.choice(["standardize", "none", "min_max"]), "target": rng.choice(["standardize", "none"])}
    mode = rng.choices(["repair", "observe", "stop", "off"], [80, 8, 6, 6])[0]
    return recipe, {"preprocessing": preprocessing, "network": network, "training": training, "stability": {"mode": mode}}


class Trial:
    """Sends random jobs and holds every answer against what must be true of each."""

    def __init__(self, url, seed):
        self.server, self.seed, self.stored = Server(url), seed, {}

    def prepare(self, recipe):
        key = json.dumps(recipe, sort_keys=True)
        if key not in self.stored:
            parts = data.build(recipe)
            self.stored[key] = ([self.server.upload(*part)["id"] for part in parts], examples(recipe))
        return self.stored[key]

    def request(self, method, path, body=None):
        connection = self.server.connect()
        connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"} if body is not None else {})
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        if answer.status >= 500:
            self.local.append(f"{method} {path}: {answer.status} {content[:300]}")
        return answer.status, json.loads(content, parse_constant=lambda token: math.nan) if content.startswith(("{", "[")) else content


class One(Trial):
    """One random job, from validation to prediction."""

    def __init__(self, trial, number):
        self.server, self.stored, self.number, self.local = trial.server, trial.stored, number, []
        self.recipe, self.body = draw(trial.seed, number)

    def go(self):
        start, result = time.time(), {"number": self.number}
        try:
            result.update(self.run())
        except Exception as error:
            self.local.append(f"{type(error).__name__}: {error}")
        return {**result, "seconds": round(time.time() - start, 1), "violations": self.local, "data": self.recipe, "job": self.body}

    def run(self):
        (train, held), rows = self.prepare(self.recipe)
        self.body.update(dataset_id=train, split={"validation_dataset_id": held})
        status, checked = self.request("POST", "/api/v1/jobs/validate", self.body)
        if status != 200 or not checked["valid"]:
            return {"verdict": "refused", "reason": "refused", "errors": checked.get("errors")}
        status, job = self.request("POST", "/api/v1/jobs", self.body)
        if status != 202:
            self.local.append(f"valid, yet POST answers {status}: {json.dumps(job)[:300]}")
            return {"verdict": "refused", "reason": "refused"}
        job = self.end(job["id"])
        plan = checked["estimate"]["iterations_per_epoch"] * self.body["training"]["epochs"]
        self.check_job(job, plan)
        self.check_incidents(job["id"])
        if job.get("model_id"):
            self.check_model(job["model_id"], rows)
        return {"verdict": job["stability"]["verdict"], "reason": job["stop_reason"], "job_id": job["id"], "plan": plan, "model": bool(job.get("model_id")),
                "executed": job["progress"]["executed_iterations"], "metrics": job["metrics"], "actions": job["stability"]["actions"]}

    def end(self, job_id):
        limit, slow = time.time() + TIMEOUT, False
        while True:
            job = self.request("GET", f"/api/v1/jobs/{job_id}?wait=5")[1]
            if job["terminal"]:
                return job
            if time.time() > limit and not slow:
                slow, limit = True, time.time() + TIMEOUT
                self.local.append(f"not terminal after {TIMEOUT} s: {job['status']} {json.dumps(job['progress'])}")
                self.request("POST", f"/api/v1/jobs/{job_id}/cancel")
            elif time.time() > limit:
                raise TimeoutError("not even cancelled")

    def check_job(self, job, plan):
        if job["stop_reason"] in ("worker_lost", "error", None):
            self.local.append(f"ended {job['status']} {job['stop_reason']}: {json.dumps(job['error'])}")
        if job["attempt"] > 1:
            self.local.append(f"took {job['attempt']} attempts")
        executed = job["progress"]["executed_iterations"]
        if executed > 2 * plan + 50:
            self.local.append(f"{executed} gradient steps for a plan of {plan}")
        if job["status"] == "succeeded" and not job.get("model_id"):
            self.local.append("succeeded without a model")

    def check_incidents(self, job_id):
        for incident in self.request("GET", f"/api/v1/jobs/{job_id}/incidents?limit=100")[1]["data"]:
            if not incident.get("message"):
                self.local.append(f"an incident without a message: {json.dumps(incident)[:400]}")
            if not finite(incident["evidence"]):
                self.local.append(f"evidence that is no number: {json.dumps(incident)[:400]}")

    def check_model(self, model, rows):
        status, answer = self.request("POST", f"/api/v1/models/{model}/predict?allow_quarantined=true", {"inputs": rows})
        if status != 200:
            self.local.append(f"predict answers {status}: {json.dumps(answer)[:300]}")
        elif not finite(answer["predictions"]) or '"values": [null' in json.dumps(answer["predictions"]):
            # Outputs that are no probabilities, an elu's say, have none: that null is right.
            self.local.append(f"a prediction that is no number: {json.dumps(answer['predictions'])[:300]}")


def finite(value):
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list):
        return all(map(finite, value))
    return math.isfinite(value) if isinstance(value, float) else str(value) not in ("NaN", "Infinity", "-Infinity")


def examples(recipe, count=3):
    """The first rows of a recipe in the shape that predict takes."""
    rows, _, _, *shape = data.source(recipe)
    return [nest(list(row), shape[0] if shape else [len(row)]) for row in rows[:count]]


def nest(flat, shape):
    if len(shape) == 1:
        return flat
    size = len(flat) // shape[0]
    return [nest(flat[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--only", help="comma-separated numbers")
    parser.add_argument("--out", help="violations as JSON")
    options = parser.parse_args()
    numbers = [int(n) for n in options.only.split(",")] if options.only else range(options.count)
    trial, results = Trial(options.url, options.seed), []
    for recipe in TABLES + SEQUENCES + IMAGES:
        trial.prepare(recipe)
    with ThreadPoolExecutor(options.parallel) as pool:
        for result in pool.map(lambda number: One(trial, number).go(), numbers):
            results.append(result)
            if result["violations"]:
                print(json.dumps(result), flush=True)
                save(options.out, results)
    for key in ("verdict", "reason"):
        print(f"{key}: {dict(collections.Counter(r.get(key) for r in results))}")
    print(f"{len(results)} specs, {sum(bool(r['violations']) for r in results)} with violations, slowest {max(r['seconds'] for r in results)} s")
    save(options.out, results)


def save(path, results):
    if path:
        Path(path).write_text(json.dumps([r for r in results if r["violations"]], indent=1))


if __name__ == "__main__":
    main()

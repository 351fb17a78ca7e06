"""Small deterministic data sets for the stability bench: each builder gives (rows, labels, task)."""

import csv
import math
import random
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "data"
FILES = {"digits": "digits_test.csv", "wine": "wine_train.csv", "iris": "iris.csv", "quality": "winequality_red_train.csv"}


def build(recipe):
    """(train, validation), each (upload spec, CSV bytes)."""
    rows, labels, task = source(recipe)
    order = list(range(len(rows)))
    random.Random(5).shuffle(order)
    cut = int(len(order) * 0.7)
    train, held = ([(rows[i], labels[i]) for i in part] for part in (order[:cut], order[cut:]))
    train = damage(train, recipe, random.Random(6))
    if recipe.get("sort"):
        train.sort(key=lambda pair: pair[1])
    return table(train, task), table(held, task)


def source(recipe):
    name = recipe["source"]
    if name in FILES:
        with open(EXAMPLES / FILES[name], newline="") as lines:
            read = list(csv.reader(lines))[1:]
        rows = [[float(v) * recipe.get("scale", 1) for v in line[:-1]] for line in read]
        if name == "quality":
            return rows, [float(line[-1]) * recipe.get("target_scale", 1) for line in read], "regression"
        return rows, [line[-1] for line in read], "classification"
    rng = random.Random(9)
    if name == "moons":
        rows, labels = [], []
        for i in range(900):
            t, k = rng.random() * math.pi, i % 2
            rows.append([(1 - math.cos(t) if k else math.cos(t)) + rng.gauss(0, 0.15), (0.5 - math.sin(t) if k else math.sin(t)) + rng.gauss(0, 0.15)])
            labels.append(str(k))
        return rows, labels, "classification"
    if name == "rare":
        labels = ["1" if rng.random() < 0.03 else "0" for _ in range(1800)]
        return [[rng.gauss(1.1 * (c == "1" and j < 4), 1) for j in range(8)] for c in labels], labels, "classification"
    rows = [[rng.gauss(0, 1) for _ in range(6)] for _ in range(800)]
    return rows, [(r[0] * r[1] + math.sin(2 * r[2])) * recipe.get("target_scale", 1) for r in rows], "regression"


def damage(train, recipe, rng):
    kind, out, classes = recipe.get("corrupt"), [], sorted({label for _, label in train})
    copies = recipe.get("repeat", 1)
    for copy in range(copies):
        if copies > 1:
            rng.shuffle(train)
        for i, (row, label) in enumerate(train):
            row = list(row)
            if kind == "nan" and i % 97 == 5:
                row[i % len(row)] = "NaN"
            elif kind == "inf" and i == 17:
                row[0] = "Infinity"
            elif kind == "outliers" and i % 50 == 7:
                row = [v * 500 for v in row]
            elif copy == copies // 2 and kind == "labels":
                label = rng.choice([c for c in classes if c != label])
            elif copy == copies // 2 and kind == "noise" and 64 <= i < 256:
                row = [rng.gauss(0, 1000) for _ in row]
            out.append((row, label))
    return out


def table(pairs, task):
    names = [f"f{i}" for i in range(len(pairs[0][0]))]
    lines = [",".join(names + ["y"])] + [",".join(map(str, [*row, label])) for row, label in pairs]
    spec = {"name": "stability", "format": "csv", "task": task, "target": "y", "columns": {n: {"type": "numeric"} for n in names}}
    return spec, ("\n".join(lines) + "\n").encode()

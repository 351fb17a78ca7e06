"""Small deterministic data sets for the stability bench: a source gives (rows, labels, task), and a shape where rows are no vectors."""

import csv
import math
import random
from pathlib import Path

import arrays

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "data"
FILES = {"digits": "digits_test.csv", "wine": "wine_train.csv", "iris": "iris.csv", "quality": "winequality_red_train.csv"}


def build(recipe):
    """(train, validation), each (upload spec, CSV bytes)."""
    rows, labels, task, *shape = source(recipe)
    order = list(range(len(rows)))
    random.Random(5).shuffle(order)
    cut = int(len(order) * 0.7)
    train, held = ([(rows[i], labels[i]) for i in part] for part in (order[:cut], order[cut:]))
    train = damage(train, recipe, random.Random(6))
    if recipe.get("sort"):
        train.sort(key=lambda pair: pair[1])
    write = (lambda pairs: arrays.archive(*zip(*pairs), shape[0], task)) if shape else (lambda pairs: table(pairs, task))
    return write(train), write(held)


def source(recipe):
    name = recipe["source"]
    if name in ("memory", "sine"):
        return (arrays.recall_first if name == "memory" else arrays.sine)(recipe["steps"])
    if name in ("images", "lines"):
        return *source({**recipe, "source": "digits"}), [8, 8, 1] if name == "images" else [8, 8]
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
    if name in ("rare", "uneven"):
        share, count = (0.03, 1800) if name == "rare" else (1 / 6, 900)
        labels = ["1" if rng.random() < share else "0" for _ in range(count)]
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
            elif kind == "wrong" and i % 20 < 3:
                label = classes[(classes.index(label) + 1) % len(classes)]
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

"""Data as people send it, made here: every kind gives a Data from a random generator and a `pick` of the set's shape parameters."""

import collections
import io
import math
import random
import struct
import zipfile
import zlib

import arrays

# spec, content: what is uploaded. family: which layers fit. labels: all answers. held: more rows of the same source to judge with, or None.
# steps: of the longest sequence. more: parts of the job's body that the data asks for.
Data = collections.namedtuple("Data", "spec content family labels words held steps more", defaults=(None, 1, {}))
CLASSES, NUMBERS = "classification", "regression"


def guess(data):
    """What an answer that ignores the input gets: R² 0, or the mean of accuracy and balanced accuracy of the most frequent class."""
    if data.spec["task"] != CLASSES:
        return 0.0
    counts = collections.Counter(data.labels)
    return (max(counts.values()) / len(data.labels) + 1 / len(counts)) / 2


def cell(value):
    return "" if value is None else f"{value:.5g}" if isinstance(value, float) else str(value)


def write(names, rows):
    return ("\n".join([",".join(names), *(",".join(map(cell, row)) for row in rows)]) + "\n").encode()


def table(rows, task, words, held=0, names=None, **more):
    """A table whose last column is the answer; the last `held` rows are kept apart."""
    names = [*(names or [f"c{i}" for i in range(len(rows[0]) - 1)]), "y"]
    kept = rows[: len(rows) - held]
    spec = {"name": words.split()[0], "format": "csv", "task": task, "target": "y"}
    return Data(spec, write(names, kept), "table", [r[-1] for r in kept], f"{words} {len(kept)}x{len(names) - 1}", write(names, rows[len(kept) :]) if held else None, 1, more)


def normals(r, count):
    return [r.gauss(0, 1) for _ in range(count)]


def poisson(r, mean):
    limit, product, count = math.exp(-min(mean, 50)), r.random(), 0
    while product > limit:
        product, count = product * r.random(), count + 1
    return count


def wave(r, kind, steps, features, noise):
    """A sequence of a class: a slow wave, a fast one, a ramp, a burst."""
    phase, at, out = r.random() * 6.28, r.randrange(steps), []
    for t in range(steps):
        value = (math.sin(phase + 0.4 * t), math.sin(phase + 1.5 * t), 3 * t / steps - 1.5, 2.0 * (abs(t - at) < 2))[kind]
        out.append([value * (1 - 0.4 * f) + r.gauss(0, noise) for f in range(features)])
    return out


def some_sequences(r, pick, lengths, features):
    """(task, words, pairs of sequence and answer)."""
    count, noise, scale = r.choice(pick([150, 250, 350], [120, 200, 300], [180, 260])), r.choice([0.05, 0.3, 0.8]), r.choice([1.0, 1.0, 50.0])
    sort, pairs = r.choice(["waves", "waves", "first", "mean", "next"]), []
    classes = r.choice([2, 3, 4])
    for _ in range(count):
        steps = r.choice(lengths)
        if sort == "waves":
            answer = r.randrange(classes)
            rows = wave(r, answer, steps, features, noise)
        else:
            rows = wave(r, r.randrange(2), steps, features, noise)
            if sort == "first":
                answer = r.randrange(classes)
                rows[0][0] = answer * 2.0 - 1
            elif sort == "mean":
                answer = 10 * sum(x[0] for x in rows) / steps + 5
            else:
                answer = rows.pop()[0]
        pairs.append(([[v * scale for v in x] for x in rows], answer))
    return CLASSES if sort in ("waves", "first") else NUMBERS, f"{sort} noise {noise}", pairs


def sequences_csv(r, pick):
    shortest, longest, features = r.choice([3, 5]), r.choice(pick([8, 15, 20], [10, 14, 22], [7, 18])), r.choice([1, 2, 4])
    task, words, pairs = some_sequences(r, pick, range(shortest, longest + 1), features)
    mark = (lambda a: f"k{a}") if task == CLASSES else float
    rows = [[i, t, *x, mark(answer)] for i, (steps, answer) in enumerate(pairs) for t, x in enumerate(steps)]
    spec = {"name": "sequences", "format": "sequence_csv", "task": task, "target": "y", "sequence_id": "id", "time": "t"}
    content = write(["id", "t", *[f"f{i}" for i in range(features)], "y"], rows)
    return Data(spec, content, "ragged", [a for _, a in pairs], f"sequence_csv {words}, {len(pairs)} of {shortest} to {longest} steps x {features}", None, longest)


def sequences_npz(r, pick):
    steps, features = r.choice(pick([8, 12, 20], [10, 16, 24], [6, 14, 18])), r.choice([1, 2, 3])
    task, words, pairs = some_sequences(r, pick, [steps], features)
    steps = len(pairs[0][0])
    flat, answers = [[v for x in rows for v in x] for rows, _ in pairs], [a for _, a in pairs]
    return Data(*arrays.archive(flat, answers, [steps, features], task), "sequence", answers, f"npz {words}, {len(pairs)} of {steps} steps x {features}", None, steps)


def drawing(r, kind, side, channels, noise):
    """Pixels from 0 to 1 of a shape at a random place: bars, a square, a frame, a diagonal."""
    size, out = r.randint(3, side - 3), []
    y, x = r.randrange(side - size + 1), r.randrange(side - size + 1)
    tint = [1.0] + [r.uniform(0.4, 1) for _ in range(channels - 1)]
    for i in range(side):
        for j in range(side):
            inside = y <= i < y + size and x <= j < x + size
            edge = i in (y, y + size - 1) or j in (x, x + size - 1)
            on = (inside and i == y + size // 2, inside and j == x + size // 2, inside, inside and edge, inside and i - y == j - x)[kind]
            out += [min(1.0, max(0.0, 0.15 + 0.7 * on * c + r.gauss(0, noise))) for c in tint]
    return out, y


def png(pixels, side, channels):
    part = lambda name, content: struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    wide = side * channels
    lines = b"".join(b"\0" + bytes(round(255 * v) for v in pixels[i * wide : (i + 1) * wide]) for i in range(side))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2 if channels == 3 else 0, 0, 0, 0)) + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b"")


def images(r, pick):
    side, channels, noise = r.choice(pick([8, 12], [8, 10, 12], [9, 12])), r.choice([1, 1, 3]), r.choice([0.03, 0.1, 0.25])
    count, classes, packed = r.choice(pick([150, 250, 400], [120, 200, 350], [180, 300])), r.choice([2, 3, 5]), r.random() < 0.25
    kinds = [r.randrange(classes) for _ in range(count)]
    drawn = [drawing(r, k, side, channels, noise) for k in kinds]
    words = f"{count} of {side}x{side}x{channels}, {classes} classes, noise {noise}"
    if packed:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as entries:
            for i, (kind, (pixels, _)) in enumerate(zip(kinds, drawn)):
                entries.writestr(f"k{kind}/{i}.png", png(pixels, side, channels))
        spec = {"name": "images", "format": "images", "task": CLASSES, "height": side, "width": side, "channels": channels}
        return Data(spec, out.getvalue(), "image", kinds, f"png {words}")
    bright = r.choice([1.0, 255.0])
    flat, place = [[v * bright for v in pixels] for pixels, _ in drawn], r.random() < 0.15
    task, answers = (NUMBERS, [float(y) for _, y in drawn]) if place else (CLASSES, kinds)
    return Data(*arrays.archive(flat, answers, [side, side, channels], task), "image", answers, f"npz {'row of the shape, ' if place else ''}{words}, up to {bright:g}")


def forecast(r, pick):
    sort, count = r.choice(["season", "season", "trend", "walk", "ar", "bursts"]), r.choice(pick([200, 400, 600], [160, 300, 500], [240, 450]))
    season, window, horizon = r.choice(pick([7, 12, 24], [6, 12, 20], [8, 14, 24])), r.choice(pick([6, 12, 24], [8, 14, 20], [7, 16, 24])), r.choice([1, 1, 1, 3, 6])
    level, swing, noise, slope = r.choice([0, 20, 500]), r.choice([1, 5, 80]), r.choice([0.05, 0.3, 1]), r.uniform(0.2, 3)
    rows, last, before = [], 0.0, 0.0
    for t in range(count):
        wave = math.sin(2 * math.pi * t / season)
        if sort == "walk":
            value = last + r.gauss(0, 1)
        elif sort == "ar":
            value = 1.2 * last - 0.4 * before + r.gauss(0, 1)
        elif sort == "bursts":
            value = wave + (4.0 if t % (2 * season) < 2 else 0.0) + r.gauss(0, noise)
        else:
            value = wave + (slope * t / season / 4 if sort == "trend" else 0.0) + r.gauss(0, noise)
        rows.append([t, level + swing * value, 15 + 8 * wave + r.gauss(0, 2)])
        last, before = value, last
    other = r.random() < 0.25
    names, rows = (["t", "y", "weather"], rows) if other else (["t", "y"], [row[:2] for row in rows])
    spec = {"name": "series", "format": "series_csv", "task": "forecasting", "target": "y", "time": "t", "window": window, "horizon": horizon}
    if r.random() < 0.3:
        spec["season"] = season
    words = f"{sort} {count} steps, season {season}, window {window}, horizon {horizon}, noise {noise}{', two channels' if other else ''}"
    return Data(spec, write(names, rows), "series", [row[1] for row in rows[window:]], words, None, window)


def text(r, pick):
    word = lambda: "".join(r.choice("bdfgklmnprst") + r.choice("aeiou") for _ in range(r.randint(2, 3)))
    classes, count, longest = r.choice([2, 2, 3, 5]), r.choice(pick([200, 400, 600], [150, 300, 500], [250, 450])), r.choice(pick([8, 15, 25], [6, 12, 20], [10, 18]))
    common, own = [word() for _ in range(r.choice([30, 150]))], [[word() for _ in range(r.choice([5, 20]))] for _ in range(classes)]
    stars, weak, rows = r.random() < 0.15, r.choice([0.1, 0.25, 0.5]), []
    for _ in range(count):
        topic = r.randrange(classes)
        words = [r.choice(own[topic]) if r.random() < weak else r.choice(common) for _ in range(r.randint(3, longest))]
        rows.append([" ".join(words).capitalize() + ".", topic + 1 if stars else f"k{topic}"])
    column = {"type": "text", **r.choice([{}, {}, {"vocabulary": 500, "max_tokens": 20}])}
    spec = {"name": "text", "format": "csv", "task": NUMBERS if stars else CLASSES, "target": "y", "columns": {"text": column}}
    return Data(spec, write(["text", "y"], rows), "text", [row[1] for row in rows], f"{'stars' if stars else 'topics'} {count} texts of up to {longest} words, {classes} topics, {weak:.0%} telling", None, longest)


def imbalanced(r, pick):
    share = r.choice(pick([20, 20, 100], [15, 25, 100], [20, 60, 100]))
    count, width, three = r.choice(pick([600, 1000, 1500], [500, 900, 1400], [700, 1200]) if share < 50 else [1200, 1800]), r.choice([3, 6, 10]), r.random() < 0.35
    sort = r.choice(["separable", "overlapping", "overlapping", "noise"])
    apart, rows = {"separable": 4.0, "overlapping": 1.3, "noise": 0.0}[sort], []
    directions = [[0.0] * width] + [[v / math.hypot(*d) for v in d] for d in (normals(r, width), normals(r, width))]
    for i in range(count + 500):
        # Of every `share` rows one is rare, in an order that is shuffled below: no part is without it.
        kind = 1 if i % share == 0 else 2 * (three and r.random() < 0.4)
        rows.append([a + apart * b for a, b in zip(normals(r, width), directions[kind])] + [("common", "rare", "other")[kind]])
    train, held = rows[:count], rows[count:]
    r.shuffle(train)
    more = {"training": {"class_weights": "balanced"}} if r.random() < 0.15 else {}
    return table(train + held, CLASSES, f"imbalanced {sort} 1:{share}{' of three' if three else ''}", 500, **more)


def linear(r, width, useful, noise, classes, scales=True):
    """A source of rows: a linear target, or classes by its thirds."""
    w, scale = [r.uniform(0.5, 2) * r.choice([-1, 1]) if j < useful else 0.0 for j in range(width)], [10 ** r.uniform(-1, 3) if scales else 1.0 for _ in range(width)]
    size = math.hypot(*w)
    def row():
        z = normals(r, width)
        y = sum(a * b for a, b in zip(w, z)) / size + r.gauss(0, noise)
        return [a * s + s for a, s in zip(z, scale)] + [f"k{min(classes - 1, int((math.erf(y / 1.41) + 1) / 2 * classes))}" if classes else 30 + 10 * y]
    return row


def few(r, pick):
    count, width, noise, classes = r.randint(*pick((20, 60), (22, 55), (25, 60))), r.choice([2, 4, 8]), r.choice([0.05, 0.3, 1.0]), r.choice([0, 0, 2, 3])
    row = linear(r, width, min(width, r.choice([1, 3])), noise, classes)
    rows = [row() for _ in range(count + 300)]
    return table(rows, CLASSES if classes else NUMBERS, f"few noise {noise}{f', {classes} classes' if classes else ''}", 300)


def wide(r, pick):
    count, width = pick((150, 200), (120, 240), (180, 150))
    noise, classes = r.choice([0.05, 0.3]), r.choice([0, 2, 3])
    row = linear(r, width, 5, noise, classes, r.random() < 0.5)
    return table([row() for _ in range(count + 300)], CLASSES if classes else NUMBERS, f"wide 5 useful, noise {noise}{f', {classes} classes' if classes else ''}", 300)


def noise(r, pick):
    count, width, classes = r.choice(pick([80, 300, 800], [60, 250, 700], [100, 500])), r.choice([2, 5, 12]), r.choice([0, 0, 2, 3, 6])
    draw = r.choice([lambda: r.gauss(50, 10), lambda: r.expovariate(0.01), lambda: r.random()])
    rows = [normals(r, width) + [f"k{r.randrange(classes)}" if classes else draw()] for _ in range(count)]
    return table(rows, CLASSES if classes else NUMBERS, f"noise {f'{classes} classes' if classes else 'numbers'}")


def dollars(r, pick):
    count, spread, districts = r.choice(pick([200, 500, 1000], [150, 400, 900], [250, 700])), r.choice([0.05, 0.15, 0.3]), ["north", "south", "old town", "harbour", "hills"][: r.choice([3, 5])]
    worth = {d: r.gauss(0, 0.35) for d in districts}
    rows = []
    for _ in range(count):
        area, age, far, district = r.lognormvariate(4.6, 0.4), r.randint(0, 110), r.expovariate(0.15), r.choice(districts)
        log = 12.2 + 0.9 * (math.log(area) - 4.6) - 0.004 * age - 0.02 * far + worth[district] + r.gauss(0, spread)
        rows.append([area, max(1, round(area / 28)), age, far, district, r.randint(0, 2), round(min(900_000, max(50_000, math.exp(log))))])
    return table(rows, NUMBERS, f"dollars spread {spread}", names=["area", "rooms", "age", "distance", "district", "baths"])


def counts(r, pick):
    count, width, base, empty = r.choice(pick([200, 500, 1000], [150, 400, 900], [250, 700])), r.choice([3, 6]), r.choice([0, 1, 3]), r.choice([0, 0, 0.4])
    w, rows = [r.uniform(-0.5, 0.5) for _ in range(width)], []
    for _ in range(count):
        z = normals(r, width)
        rows.append([*z, r.randrange(7), 0 if r.random() < empty else poisson(r, math.exp(base + sum(a * b for a, b in zip(w, z))))])
    return table(rows, NUMBERS, f"counts around {math.exp(base):.0f}{', many zeros' if empty else ''}")


def gaps(r, pick):
    count, share, levels, classes = r.choice(pick([200, 500, 900], [150, 400, 800], [250, 700])), r.choice(pick([0.03, 0.15, 0.3], [0.05, 0.2], [0.1, 0.25])), r.choice([3, 8, 20]), r.choice([0, 2])
    worth, rows = [r.gauss(0, 1) for _ in range(levels)], []
    for _ in range(count):
        z, level = normals(r, 4), r.randrange(levels)
        y = worth[level] + z[0] - 0.5 * z[1] + r.gauss(0, 0.2)
        row = [z[0] * 40 + 100, z[1], z[2] * 1000, z[3], f"level {level}", r.choice(["yes", "no"])]
        rows.append([None if r.random() < share else v for v in row] + [("high" if y > 0 else "low") if classes else 7 + 3 * y])
    return table(rows, CLASSES if classes else NUMBERS, f"gaps {share:.0%}, {levels} levels", names=["a", "b", "c", "d", "level", "flag"], preprocessing={"missing": "mean"})


def census(r, pick):
    count, income = r.choice(pick([400, 800, 1500], [300, 700, 1300], [500, 1000])), r.random() < 0.25
    schools, works = ["none", "school", "college", "bachelor", "master", "doctorate"], ["clerk", "craft", "farm", "manager", "sales", "service", "specialist", "transport"]
    states, rows = ["single", "married", "divorced", "widowed"], []
    pay = {w: r.gauss(0, 0.5) for w in works}
    for _ in range(count):
        age, school, work, state = r.randint(17, 85), min(5, max(0, round(r.gauss(2, 1.3)))), r.choice(works), r.choices(states, [35, 45, 15, 5])[0]
        hours, gain = max(5, round(r.gauss(40, 11))), round(r.lognormvariate(8.5, 1)) if r.random() < 0.06 else 0
        log = 0.5 * (school - 2) + pay[work] + 0.6 * (state == "married") + 0.02 * (hours - 40) - 0.0012 * (age - 48) ** 2 + (gain > 5000) + r.gauss(0, 0.4)
        rows.append([age, schools[school], work, state, r.choice("FM"), hours, gain, round(22000 * math.exp(0.5 * log)) if income else "over" if log > 0.5 else "under"])
    return table(rows, NUMBERS if income else CLASSES, f"census {'income' if income else 'classes'}", names=["age", "education", "occupation", "marital", "sex", "hours", "capital_gain"])


KINDS = {f.__name__: f for f in (sequences_csv, sequences_npz, images, forecast, text, imbalanced, few, wide, noise, dollars, counts, gaps, census)}

"""Sequences and images for the stability bench, written as NumPy archives without NumPy."""

import io
import math
import random
import struct
import zipfile


def archive(rows, labels, shape, task):
    """(upload spec, bytes) of flat rows in C order and their labels: whole numbers for classes."""
    wide = ("<i8", "q") if task == "classification" else ("<f4", "f")
    values = [int(label) for label in labels] if task == "classification" else labels
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as entries:
        entries.writestr("x.npy", array([v for row in rows for v in row], (len(rows), *shape), "<f4", "f"))
        entries.writestr("y.npy", array(values, (len(values),), *wide))
    return {"name": "stability", "format": "npz", "task": task}, out.getvalue()


def array(values, shape, kind, code):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {tuple(shape)!r}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack(f"<{len(values)}{code}", *values)


def recall_first(steps, count=700):
    """The class, one of three, is shown in the first step; noise follows."""
    rng = random.Random(21)
    labels = [rng.randrange(3) for _ in range(count)]
    rows = [[float(k == c) for k in range(3)] + [rng.gauss(0, 0.15) for _ in range(3 * (steps - 1))] for c in labels]
    return rows, labels, "classification", [steps, 3]


def sine(steps, count=700):
    """The next value of a noisy wave of any phase and speed."""
    rng, rows, labels = random.Random(22), [], []
    for _ in range(count):
        phase, speed = rng.random() * 2 * math.pi, 0.15 + 0.35 * rng.random()
        rows.append([math.sin(phase + speed * t) + rng.gauss(0, 0.04) for t in range(steps)])
        labels.append(math.sin(phase + speed * steps))
    return rows, labels, "regression", [steps, 1]

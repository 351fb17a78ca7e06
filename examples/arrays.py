"""Makes a NumPy archive of a CSV file of numbers, with nothing but Python's own library.

arrays.py CSV LABEL SHAPE OUT: the column LABEL becomes y; the others, in their order, become the
cells of examples of SHAPE, as in 8,8,1.
"""

import csv
import gzip
import io
import struct
import sys
import zipfile


def array(values, shape, descr, code):
    """The bytes of a .npy file of format 1.0."""
    header = repr({"descr": descr, "fortran_order": False, "shape": shape})
    header = header.ljust(117) + "\n"
    data = struct.pack("<%d%s" % (len(values), code), *values)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def main(path, label, shape, out):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, newline="")))
    shape = tuple(int(size) for size in shape.split(","))
    x = [float(cell) for row in rows for name, cell in row.items() if name != label]
    y = [int(row[label]) for row in rows]
    # Pixels are bytes: a quarter of the room.
    pixels = len(shape) == 3 and all(v == int(v) and 0 <= v <= 255 for v in x)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if pixels:
            archive.writestr("x.npy", array([int(v) for v in x], (len(rows), *shape), "|u1", "B"))
        else:
            archive.writestr("x.npy", array(x, (len(rows), *shape), "<f4", "f"))
        archive.writestr("y.npy", array(y, (len(rows),), "<i8", "q"))


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""Benchmarks of a started server, Python 3 standard library only.

    python3 bench/service.py [--url http://127.0.0.1:8080] [--only dispatch,predict,jobs,upload]
"""

import argparse
import http.client
import io
import json
import os
import random
import statistics
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "data"


class Server:
    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc

    def connect(self):
        return http.client.HTTPConnection(self.address, timeout=600)

    def call(self, method, path, body=None, content_type="application/json", connection=None):
        """One request; returns parsed JSON, or text. Fails on anything outside 2xx."""
        http_connection = connection or self.connect()
        if body is not None and not isinstance(body, (bytes, io.IOBase)):
            body = json.dumps(body).encode()
        http_connection.request(method, path, body, {"Content-Type": content_type} if body is not None else {})
        answer = http_connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {content[:500]}")
        return json.loads(content) if "json" in (answer.headers["Content-Type"] or "") else content.decode()

    def upload(self, spec, content):
        boundary = uuid.uuid4().hex
        body = b"".join(
            [
                f'--{boundary}\r\nContent-Disposition: form-data; name="spec"\r\nContent-Type: application/json\r\n\r\n'.encode(),
                json.dumps(spec).encode(),
                f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="data.csv"\r\n'.encode(),
                b"Content-Type: text/csv\r\n\r\n",
                content,
                f"\r\n--{boundary}--\r\n".encode(),
            ]
        )
        return self.call("POST", "/api/v1/datasets", body, f"multipart/form-data; boundary={boundary}")

    def wait(self, job_id):
        while True:
            job = self.call("GET", f"/api/v1/jobs/{job_id}?wait=30")
            if job["terminal"]:
                return job


def iris(server):
    spec = {"name": "iris-bench", "format": "csv", "task": "classification", "target": "species"}
    return server.upload(spec, (EXAMPLES / "iris.csv").read_bytes())["id"]


def job(dataset, epochs=20, units=16, **training):
    return {
        "name": "bench",
        "dataset_id": dataset,
        "network": {"layers": [{"type": "dense", "units": units}]},
        "training": {"epochs": epochs, "batch_size": 16, **training},
    }


def dispatch(server):
    """Seconds from POST to the start that the server recorded, idle and warm."""
    dataset = iris(server)
    server.wait(server.call("POST", "/api/v1/jobs", job(dataset))["id"])
    seconds = []
    for _ in range(10):
        done = server.wait(server.call("POST", "/api/v1/jobs", job(dataset, epochs=2))["id"])
        times = {h["status"]: parse(h["at"]) for h in done["history"]}
        seconds.append(times["running"] - times["queued"])
    print(f"dispatch: POST to running {statistics.median(seconds) * 1e3:.0f} ms median, {max(seconds) * 1e3:.0f} ms at most, of {len(seconds)}")


def parse(instant):
    head, _, fraction = instant.rstrip("Z").partition(".")
    whole = time.mktime(time.strptime(head, "%Y-%m-%dT%H:%M:%S"))
    return whole + float("0." + (fraction or "0"))


def predict(server):
    """Milliseconds of single-row predictions over one kept connection."""
    dataset = iris(server)
    model = server.wait(server.call("POST", "/api/v1/jobs", job(dataset))["id"])["model_id"]
    print(f"predict, idle: {latency(server, model)}")
    busy = [server.call("POST", "/api/v1/jobs", job(dataset, epochs=3000, units=128))["id"] for _ in range(2)]
    time.sleep(2)
    print(f"predict, two jobs training: {latency(server, model)}")
    for job_id in busy:
        server.call("POST", f"/api/v1/jobs/{job_id}/cancel")
        server.wait(job_id)


def latency(server, model, count=2000):
    connection = server.connect()
    row = {"rows": [{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}]}
    body = json.dumps(row).encode()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        server.call("POST", f"/api/v1/models/{model}/predict", body, connection=connection)
        times.append((time.perf_counter() - start) * 1e3)
    times = sorted(times[count // 4 :])
    return f"p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f} ms of {len(times)}"


def jobs(server):
    """Thirty jobs at once; every one must succeed and its history must be whole."""
    dataset = iris(server)
    start, ids = time.time(), []
    threads = [threading.Thread(target=lambda seed=i: ids.append(server.call("POST", "/api/v1/jobs", job(dataset, seed=seed))["id"])) for i in range(30)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    done = [server.wait(i) for i in ids]
    seconds = time.time() - start
    whole = 0
    for finished in done:
        rows = server.call("GET", f"/api/v1/jobs/{finished['id']}/gradient-norms").get("series")
        csv = csv_rows(server, finished["id"])
        whole += csv == finished["progress"]["executed_iterations"] * len(rows)
    succeeded = sum(d["status"] == "succeeded" for d in done)
    print(f"jobs: {succeeded} of {len(done)} succeeded in {seconds:.1f} s, {whole} with whole histories")


def csv_rows(server, job_id):
    connection = server.connect()
    connection.request("GET", f"/api/v1/jobs/{job_id}/gradient-norms", headers={"Accept": "text/csv"})
    return connection.getresponse().read().count(b"\n") - 1


def upload(server):
    """A table of 60,000 × 785 whole numbers, 133 MB."""
    line = random.Random(1)
    rows = [",".join(str(line.randrange(256)) for _ in range(784)) for _ in range(200)]
    header = ",".join(f"p{i}" for i in range(784)) + ",y\n"
    content = (header + "".join(f"{rows[i % 200]},{i % 10}\n" for i in range(60_000))).encode()
    start = time.time()
    server.upload({"name": "wide", "format": "csv", "task": "classification", "target": "y"}, content)
    print(f"upload: {len(content) / 1e6:.0f} MB stored, parsed and profiled in {time.time() - start:.1f} s")


BENCHES = {f.__name__: f for f in (dispatch, predict, jobs, upload)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default=os.environ.get("EVENKEEL_URL", "http://127.0.0.1:8080"))
    parser.add_argument("--only", default=",".join(BENCHES))
    options = parser.parse_args()
    for name in options.only.split(","):
        BENCHES[name](Server(options.url))


if __name__ == "__main__":
    main()

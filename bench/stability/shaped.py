"""Cases of the stability bench on sequences and images, and healthy runs of every kind that look odd for a while."""

from spec import job, normal

DIGITS, IMAGES = {"source": "digits", "scale": 0.0625}, {"source": "images", "scale": 0.0625}


def net(layers, rate, kind="adam", **more):
    return job([], rate, kind, network={"layers": layers, **more.pop("network", {})}, **more)


def rnn(gain=1.0, units=24, activation="tanh"):
    return [{"type": "simple_rnn", "units": units, "activation": activation, "recurrent_init": {"type": "orthogonal", "gain": gain}}]


def lstm(units=24):
    return [{"type": "lstm", "units": units}]


def cnn(filters=8, units=32):
    return [{"type": "conv2d", "filters": filters, "kernel": 3, "padding": "same"}, {"type": "max_pooling2d"},
            {"type": "conv2d", "filters": 2 * filters, "kernel": 3, "padding": "same"}, {"type": "flatten"}, {"type": "dense", "units": units}]


def faulty(which):
    pick, out = lambda *values: values[("tuning", "held_out", "fresh", "newest").index(which)], []
    size = dict(batch=pick(32, 16, 24, 20), epochs=pick(20, 15, 18, 16))

    def add(name, causes, data, bad, good, metric="validation_accuracy"):
        out.append({"id": f"{which[0]}-{name}", "kind": "faulty", "metric": metric, "causes": causes, "data": data, "job": bad, "twin": {"data": data, "job": good}})

    memory, sine = {"source": "memory", "steps": pick(20, 25, 30, 22)}, {"source": "sine", "steps": pick(24, 30, 20, 26)}
    fades, grows = ["vanishing_gradient", "bad_initialization"], ["exploding_recurrence", "bad_initialization", "saturated_activation"]
    units = pick(24, 32, 20, 28)
    good = net(rnn(1.0, units), 0.002, **size)
    add("rnn-fades", fades, memory, net(rnn(pick(0.5, 0.4, 0.6, 0.45), units), 0.002, **size), good)
    add("rnn-grows", grows, memory, net(rnn(pick(4.0, 5.0, 3.0, 3.5), units), 0.002, **size), good)
    add("rnn-relu-grows", grows, sine, net(rnn(1.6, units, "relu"), 0.05, "sgd", **size), net(rnn(0.9, units, "relu"), 0.05, "sgd", **size), "validation_r2")
    fast = ["learning_rate_too_high", "saturated_activation"]
    add("lstm-high", fast, memory, net(lstm(units), pick(1.0, 0.5, 3.0, 0.7), **size), net(lstm(units), 0.01, **size))
    add("lstm-sine-high", fast, sine, net(lstm(units), pick(50, 20, 80, 30), "sgd", **size), net(lstm(units), 0.1, "sgd", **size), "validation_r2")
    layers = cnn(*pick((8, 32), (6, 48), (10, 24), (7, 40)))
    good = net(layers, 0.05, "sgd", **size)
    died = ["learning_rate_too_high", "dead_relu"]
    add("cnn-high-sgd", died, IMAGES, net(layers, pick(5, 3, 8, 4), "sgd", **size), good)
    add("cnn-high-adam", died, IMAGES, net(layers, pick(0.5, 0.2, 1.0, 0.3), **size), net(layers, 0.002, **size))
    add("cnn-wide-init", ["bad_initialization"], IMAGES, net(layers, 0.05, "sgd", init=normal(pick(1.5, 1, 2, 1.2)), **size), good)
    add("cnn-dead", ["dead_relu", "bad_initialization"], IMAGES, net(layers, 0.001, network={"bias_init": pick(-4, -6, -3, -5)}, **size), net(layers, 0.001, **size))
    widths = pick([48, 24], [64, 32, 16], [40, 40], [72])
    add("oscillates", ["learning_rate_too_high"], DIGITS, job(widths, pick(1.5, 1.0, 1.2, 1.4), **size), job(widths, 0.1, **size))
    return out


def healthy():
    out = []

    def add(name, data, body, metric="validation_accuracy"):
        out.append({"id": f"ok-{name}", "kind": "healthy", "metric": metric, "data": data, "job": body})

    dense = lambda units: {"type": "dense", "units": units, "activation": "relu"}
    add("batch-norm", DIGITS, net([dense(64), {"type": "batch_normalization"}, dense(32), {"type": "batch_normalization"}], 0.1, "sgd"))
    add("dropout", DIGITS, net([dense(96), {"type": "dropout", "rate": 0.4}, dense(48), {"type": "dropout", "rate": 0.3}], 0.002))
    add("deep-relu", DIGITS, job([48] * 8, 0.02, epochs=30))
    add("lstm-memory", {"source": "memory", "steps": 30}, net(lstm(), 0.005, epochs=40))
    add("lstm-sine", {"source": "sine", "steps": 24}, net(lstm(), 0.005, epochs=30), "validation_r2")
    add("rnn-memory", {"source": "memory", "steps": 15}, net(rnn(), 0.002, epochs=30))
    add("lstm-lines", {"source": "lines", "scale": 0.0625}, net(lstm(32), 0.005))
    add("cnn", IMAGES, net(cnn(), 0.002, epochs=20))
    add("cnn-sgd", IMAGES, net(cnn(), 0.05, "sgd", epochs=20))
    schedules = {"warmup": {"type": "constant", "warmup_iterations": 100}, "cosine": {"type": "cosine", "warmup_iterations": 50}, "one-cycle": {"type": "one_cycle"},
                 "restarts": {"type": "cosine_restarts", "period": 150}, "step": {"type": "piecewise", "boundaries": [200, 400], "factors": [0.3, 0.1]}}
    for name, schedule in schedules.items():
        add(name, DIGITS, job([64, 32], 0.2, schedule=schedule))
    add("early-stopping", DIGITS, job([64, 32], 0.005, "adam", epochs=60, early_stopping={"patience": 4}))
    add("lbfgs", {"source": "wine"}, {**job([16], 0.1, numeric="standardize"), "training": {"epochs": 60, "optimizer": {"type": "lbfgs"}}})
    add("batch-4", DIGITS, job([64, 32], 0.01, batch=4, epochs=12))
    add("uneven-5-to-1", {"source": "uneven"}, job([16], 0.05), "validation_balanced_accuracy")
    add("wrong-labels", {**DIGITS, "corrupt": "wrong"}, job([64, 32], 0.05))
    add("full-batch", DIGITS, job([64, 32], 0.3, batch=1024, epochs=250))
    add("linear", DIGITS, job([], 0.2))
    add("quality", {"source": "quality"}, job([32, 16], 0.005, "adam", numeric="standardize"), "validation_r2")
    return out

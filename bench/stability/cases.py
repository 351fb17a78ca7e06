"""The cases of the stability bench: a fault on a net and data, beside the same job without it."""

from copy import deepcopy

import shaped
from spec import job, normal

DIGITS, WINE, IRIS, MOONS = {"source": "digits", "scale": 0.0625}, {"source": "wine"}, {"source": "iris"}, {"source": "moons"}
SETS = ("tuning", "held_out", "fresh", "newest")
NETS = ([48, 24], 32, 25), ([80, 40, 20], 16, 18), ([64], 24, 30), ([56, 40], 40, 28)


def faulty(which):
    """The faulty cases of a set; of the values that differ from set to set the one of this set is picked."""
    pick = lambda *values: values[SETS.index(which)]
    units, batch, epochs = pick(*NETS)
    base = dict(batch=batch, epochs=epochs)
    out = []

    def add(name, causes, data, bad, twin_data, good, metric="validation_accuracy"):
        out.append({"id": f"{which[0]}-{name}", "kind": "faulty", "metric": metric, "causes": causes, "data": data,
                    "job": bad, "twin": {"data": twin_data, "job": good}})

    healthy = job(units, pick(0.1, 0.1, 0.15, 0.12), **base)
    for kind, high, good in (("sgd", pick(15, 8, 30, 20), 0.1), (pick("momentum", "momentum", "momentum", "nesterov"), pick(4, 4, 4, 3), 0.02), ("adam", pick(1.0, 0.5, 2.0, 0.8), 0.002), (pick("rmsprop", "rmsprop", "rmsprop", "adamw"), pick(0.5, 1.0, 0.3, 1.5), 0.001)):
        add(f"high-{kind}", ["learning_rate_too_high", "dead_relu"], DIGITS, job(units, high, kind, **base), DIGITS, job(units, good, kind, **base))
    add("wide-init", ["bad_initialization"], DIGITS, job(units, 0.05, init=normal(pick(3, 2, 5, 4)), **base), DIGITS, job(units, 0.05, **base))
    add("raw-input", ["input_scale"], WINE, job([24], 0.05, **base), WINE, job([24], 0.05, numeric="standardize", **base))
    big = {"source": "smooth", "target_scale": pick(1000, 300, 5000, 800)}
    add("raw-target", ["target_scale"], big, job(units, 0.05, preprocessing={"target": "none"}, **base), big, job(units, 0.05, **base), "validation_r2")
    deep = [pick(24, 24, 32, 28)] * pick(6, 8, 7, 5)
    add("sigmoid-stack", ["vanishing_gradient", "bad_initialization"], DIGITS, job(deep, 0.05, activation="sigmoid", **base), DIGITS, job(deep, 0.05, **base))
    narrow = dict(activation=pick("tanh", "relu", "tanh", "relu"), **base)
    add("tiny-init", ["bad_initialization", "vanishing_gradient"], DIGITS, job([32] * 5, 0.05, init=normal(pick(0.001, 0.001, 0.003, 0.002)), **narrow), DIGITS, job([32] * 5, 0.05, **narrow))
    add("dead", ["dead_relu", "bad_initialization"], DIGITS, job(units, 0.001, "adam", network={"bias_init": pick(-4, -5, -8, -6)}, **base), DIGITS, job(units, 0.001, "adam", **base))
    bounded = dict(kind=pick("sgd", "adam", "adam", "rmsprop"), activation=pick("tanh", "sigmoid", "tanh", "tanh"), **base)
    add("saturated", ["saturated_activation", "bad_initialization"], DIGITS, job(units, pick(0.02, 0.02, 0.02, 0.002), init=normal(pick(4, 4, 7, 5)), **bounded), DIGITS, job(units, pick(0.02, 0.02, 0.02, 0.002), **bounded))
    add("sorted", ["data_order"], {**DIGITS, "sort": True}, job(units, 0.3, shuffle=False, **base), DIGITS, healthy)
    add("slow-sgd", ["learning_rate_too_low"], DIGITS, job(units, pick(1e-5, 1e-6, 3e-4, 5e-5), **base), DIGITS, healthy)
    add("slow-adam", ["learning_rate_too_low"], DIGITS, job(units, pick(1e-7, 1e-7, 3e-6, 1e-6), "adam", **base), DIGITS, job(units, 0.002, "adam", **base))
    add("l2", ["over_regularized"], DIGITS, job(units, 0.05, network={"l2": pick(1.0, 3.0, 2.0, 1.5)}, **base), DIGITS, job(units, 0.05, **base))
    add("zero-init", ["bad_initialization"], DIGITS, job(units, 0.05, init=pick("zeros", {"type": "constant", "value": 0.1}, "ones", {"type": "constant", "value": -0.05}), **base), DIGITS, job(units, 0.05, **base))
    add("non-finite", ["non_finite_data"], {**DIGITS, "corrupt": pick("nan", "inf", "nan", "inf")}, job(units, 0.1, preprocessing={"missing": "keep"}, **base), DIGITS, healthy)
    add("outliers", ["outlier_data"], {**DIGITS, "corrupt": "outliers"}, healthy, DIGITS, healthy)
    for kind, causes in (("noise", ["outlier_data"]), ("labels", ["mislabeled_data"])):
        long = {**DIGITS, "repeat": pick(16, 12, 14, 18)}
        once = job(units, 0.1, batch=batch, epochs=1, shuffle=False)
        add(f"block-{kind}", causes, {**long, "corrupt": kind}, once, long, once)
    softmax, sigmoid = {"units": 1, "activation": "softmax", "loss": "cross_entropy"}, {"activation": "sigmoid", "loss": "cross_entropy"}
    wrong, data = pick((softmax, MOONS), (sigmoid, DIGITS), ({"activation": "relu", "loss": "cross_entropy"}, DIGITS), ({"activation": "tanh", "loss": "cross_entropy"}, DIGITS))
    add("output", ["loss_output_mismatch"], data, job(units, 0.01, "adam", network={"output": wrong}, **base), data, job(units, 0.01, "adam", **base))
    smooth = {"source": "smooth"}
    name, causes, output = pick(("msle", ["log_domain", "loss_output_mismatch"], {"loss": "msle"}), ("bounded", ["loss_output_mismatch"], {"activation": "sigmoid"}),
                                ("bounded", ["loss_output_mismatch"], {"activation": "softplus"}), ("bounded", ["loss_output_mismatch"], {"activation": "tanh"}))
    add(name, causes, smooth, job(units, 0.01, "adam", network={"output": output}, **base), smooth, job(units, 0.01, "adam", **base), "validation_r2")
    rare = {"source": "rare"}
    add("rare", ["class_imbalance"], rare, job(units[-1:], 0.02, **base), rare, job(units[-1:], 0.02, class_weights="balanced", **base), "validation_balanced_accuracy")
    jump = {"type": "piecewise", "boundaries": [200], "factors": [pick(100, 200, 300, 150)]}
    add("jump", ["schedule_jump"], DIGITS, job(units, 0.1, schedule=jump, **base), DIGITS, healthy)
    return out + (named(units, base) if which == "newest" else [])


def named(units, base):
    """Faults of the spec that have had a name of their own since repairs have had a control."""
    good = job(units, 0.1, **base)
    hidden = [{"type": "dense", "units": u, "activation": "relu"} for u in units]
    layers = lambda *more: job([], 0.1, network={"layers": [*hidden, *more]}, **base)
    faults = {
        "clipped": ("gradient_clipping", job(units, 0.1, gradient_clipping={"type": "global_norm", "threshold": 1e-4}, **base)),
        "decayed": ("schedule", job(units, 0.1, schedule={"type": "exponential", "factor": 0.8}, **base)),
        "dropped": ("dropout", layers({"type": "dropout", "rate": 0.97})),
        "twice": ("double_softmax", layers({"type": "dense", "units": 10, "activation": "softmax"})),
    }
    return [{"id": f"n-{name}", "kind": "faulty", "metric": "validation_accuracy", "causes": [cause], "data": DIGITS, "job": bad,
             "twin": {"data": DIGITS, "job": good}} for name, (cause, bad) in faults.items()]


def healthy():
    out = []
    rates = {"sgd": 0.1, "momentum": 0.02, "nesterov": 0.02, "adam": 0.002, "adamw": 0.002, "rmsprop": 0.001, "adagrad": 0.02, "adadelta": 1.0}
    for kind, rate in rates.items():
        for name, data, units in (("digits", DIGITS, [64, 32]), ("wine", WINE, [16]), ("moons", MOONS, [24, 24]), ("smooth", {"source": "smooth"}, [32, 16])):
            scale = "none" if name in ("digits", "moons") else "standardize"
            metric = "validation_r2" if name == "smooth" else "validation_accuracy"
            out.append({"id": f"ok-{kind}-{name}", "kind": "healthy", "metric": metric, "data": data,
                        "job": job(units, rate, kind, numeric=scale, batch=8 if name == "wine" else 32, epochs=30)})
    return deepcopy(out) + shaped.healthy()


def load(which):
    return healthy() if which == "healthy" else faulty(which) + shaped.faulty(which)

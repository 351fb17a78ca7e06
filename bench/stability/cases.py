"""The cases of the stability bench: a fault on a net and data, beside the same job without it."""

from copy import deepcopy

import shaped
from spec import job, normal

DIGITS, WINE, IRIS, MOONS = {"source": "digits", "scale": 0.0625}, {"source": "wine"}, {"source": "iris"}, {"source": "moons"}
NETS = {"tuning": ([48, 24], 32, 25), "held_out": ([80, 40, 20], 16, 18)}


def faulty(which):
    units, batch, epochs = NETS[which]
    a = which == "tuning"
    base = dict(batch=batch, epochs=epochs)
    out = []

    def add(name, causes, data, bad, twin_data, good, metric="validation_accuracy"):
        out.append({"id": f"{'t' if a else 'h'}-{name}", "kind": "faulty", "metric": metric, "causes": causes, "data": data,
                    "job": bad, "twin": {"data": twin_data, "job": good}})

    healthy = job(units, 0.1, **base)
    for kind, high, good in (("sgd", 15 if a else 8, 0.1), ("momentum", 4, 0.02), ("adam", 1.0 if a else 0.5, 0.002)):
        add(f"high-{kind}", ["learning_rate_too_high", "dead_relu"], DIGITS, job(units, high, kind, **base), DIGITS, job(units, good, kind, **base))
    add("wide-init", ["bad_initialization"], DIGITS, job(units, 0.05, init=normal(3 if a else 2), **base), DIGITS, job(units, 0.05, **base))
    add("raw-input", ["input_scale"], WINE, job([24], 0.05, **base), WINE, job([24], 0.05, numeric="standardize", **base))
    big = {"source": "smooth", "target_scale": 1000 if a else 300}
    add("raw-target", ["target_scale"], big, job(units, 0.05, preprocessing={"target": "none"}, **base), big, job(units, 0.05, **base), "validation_r2")
    add("sigmoid-stack", ["vanishing_gradient", "bad_initialization"], DIGITS, job([24] * (6 if a else 8), 0.05, activation="sigmoid", **base), DIGITS, job([24] * (6 if a else 8), 0.05, **base))
    add("tiny-init", ["bad_initialization", "vanishing_gradient"], DIGITS, job([32] * 5, 0.05, activation="tanh" if a else "relu", init=normal(0.001), **base),
        DIGITS, job([32] * 5, 0.05, activation="tanh" if a else "relu", **base))
    add("dead", ["dead_relu", "bad_initialization"], DIGITS, job(units, 0.001, "adam", network={"bias_init": -4 if a else -5}, **base), DIGITS, job(units, 0.001, "adam", **base))
    bounded = dict(kind="sgd" if a else "adam", activation="tanh" if a else "sigmoid", **base)
    add("saturated", ["saturated_activation", "bad_initialization"], DIGITS, job(units, 0.02, init=normal(4), **bounded), DIGITS, job(units, 0.02, **bounded))
    add("sorted", ["data_order"], {**DIGITS, "sort": True}, job(units, 0.3, shuffle=False, **base), DIGITS, healthy)
    add("slow-sgd", ["learning_rate_too_low"], DIGITS, job(units, 1e-5 if a else 1e-6, **base), DIGITS, healthy)
    add("slow-adam", ["learning_rate_too_low"], DIGITS, job(units, 1e-7, "adam", **base), DIGITS, job(units, 0.002, "adam", **base))
    add("l2", ["over_regularized"], DIGITS, job(units, 0.05, network={"l2": 1.0 if a else 3.0}, **base), DIGITS, job(units, 0.05, **base))
    add("zero-init", ["bad_initialization"], DIGITS, job(units, 0.05, init="zeros" if a else {"type": "constant", "value": 0.1}, **base), DIGITS, job(units, 0.05, **base))
    add("non-finite", ["non_finite_data"], {**DIGITS, "corrupt": "nan" if a else "inf"}, job(units, 0.1, preprocessing={"missing": "keep"}, **base), DIGITS, healthy)
    add("outliers", ["outlier_data"], {**DIGITS, "corrupt": "outliers"}, healthy, DIGITS, healthy)
    for kind, causes in (("noise", ["outlier_data"]), ("labels", ["mislabeled_data"])):
        long = {**DIGITS, "repeat": 16 if a else 12}
        once = job(units, 0.1, batch=batch, epochs=1, shuffle=False)
        add(f"block-{kind}", causes, {**long, "corrupt": kind}, once, long, once)
    wrong = {"units": 1, "activation": "softmax", "loss": "cross_entropy"} if a else {"activation": "sigmoid", "loss": "cross_entropy"}
    data = MOONS if a else DIGITS
    add("output", ["loss_output_mismatch"], data, job(units, 0.01, "adam", network={"output": wrong}, **base), data, job(units, 0.01, "adam", **base))
    smooth = {"source": "smooth"}
    add("msle" if a else "bounded", ["log_domain", "loss_output_mismatch"] if a else ["loss_output_mismatch"], smooth,
        job(units, 0.01, "adam", network={"output": {"loss": "msle"} if a else {"activation": "sigmoid"}}, **base), smooth, job(units, 0.01, "adam", **base), "validation_r2")
    rare = {"source": "rare"}
    add("rare", ["class_imbalance"], rare, job(units[-1:], 0.02, **base), rare, job(units[-1:], 0.02, class_weights="balanced", **base), "validation_balanced_accuracy")
    jump = {"type": "piecewise", "boundaries": [200], "factors": [100 if a else 200]}
    add("jump", ["schedule_jump"], DIGITS, job(units, 0.1, schedule=jump, **base), DIGITS, healthy)
    return out


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

"""Jobs as people send them: defaults mostly, one thing or another set, nothing absurd, and small enough for a few seconds on one core."""

import math

MOST_ITERATIONS = {"table": 2500, "ragged": 240, "sequence": 300, "series": 500, "image": 400, "text": 350}
EPOCHS = [3, 5, 10, 10, 20, 30, 50, 100]


def dense(r, choices, activation=None):
    return [{"type": "dense", "units": u, **({"activation": activation} if activation else {})} for u in r.choice(choices)]


def recurrent(r):
    kind = r.choice(["lstm", "lstm", "simple_rnn"])
    layer = {"type": kind, "units": r.choice([8, 16, 24, 32])}
    return {"type": "bidirectional", "layer": layer} if r.random() < 0.25 else layer


def recurrent_stack(r):
    front = [recurrent(r) for _ in range(r.choice([1, 1, 1, 2]))]
    if r.random() < 0.15:
        front.append({"type": "global_pooling", "pooling": r.choice(["max", "average"])})
    return front + dense(r, [[], [], [16], [8]])


def table(r):
    activation = r.choice([None, None, None, None, "relu", "tanh", "elu", "gelu", "leaky_relu", "sigmoid"])
    choices = [[8], [16], [16, 8], [32], [32, 16], [64, 32], [64], [128]]
    return dense(r, choices if activation == "sigmoid" else [*choices, [32, 32, 32], [16] * 5, [64, 32, 16]], activation)


def image(r):
    out = []
    for i in range(r.choice([1, 2, 2])):
        out.append({"type": "conv2d", "filters": r.choice([4, 8, 8]) * (i + 1), "kernel": 3, **r.choice([{}, {"padding": "same"}] if i == 0 else [{"padding": "same"}])})
        if r.random() < 0.15:
            out.append({"type": "batch_normalization"})
        if r.random() < 0.8:
            out.append({"type": r.choice(["max_pooling2d", "max_pooling2d", "average_pooling2d"]), "size": 2})
    if r.random() < 0.15:
        return [{"type": "flatten"}, *dense(r, [[32], [64, 32]])]
    if r.random() < 0.3:
        return [*out, {"type": "global_pooling", "pooling": r.choice(["max", "average"])}, *dense(r, [[], [16]])]
    return [*out, {"type": "flatten"}, *dense(r, [[], [16], [32], [64]])]


def text(r):
    first = {"type": "embedding", "units": r.choice([8, 16, 32])}
    if r.random() < 0.6:
        return [first, {"type": "global_pooling", "pooling": r.choice(["max", "average", "average"])}, *dense(r, [[], [16], [32]])]
    return [first, *recurrent_stack(r)]


def series(r):
    return [{"type": "flatten"}, *dense(r, [[], [16], [32], [32, 16]])] if r.random() < 0.4 else recurrent_stack(r)


LAYERS = {"table": table, "ragged": recurrent_stack, "sequence": recurrent_stack, "series": series, "image": image, "text": text}


def rate(r, kind):
    low, high = {"adagrad": (-2.3, -1.3), "rmsprop": (-3.3, -2)}.get(kind, (-3.3, -1.8) if kind.startswith(("adam", "nadam", "ams")) else (-2.7, -0.9))
    return float(f"{10 ** r.uniform(low, high):.2g}")


def draw(r, data):
    """The body of a job on this data, without its dataset, mode and test set."""
    layers = LAYERS[data.family](r)
    hidden = [i for i, layer in enumerate(layers) if layer["type"] == "dense"]
    if r.random() < 0.2:
        layers.append({"type": "dropout", "rate": r.choice([0.1, 0.2, 0.3, 0.5])})
    if hidden and r.random() < 0.15:
        layers.insert(hidden[0] + 1, {"type": "batch_normalization"})
    training = {"seed": r.randrange(1000)}
    if r.random() < 0.85:
        training["epochs"] = r.choice(EPOCHS)
    if r.random() < 0.5:
        training["batch_size"] = r.choice([8, 16, 32, 64, 128])
    if r.random() < 0.55:
        kind = r.choice(["adam", "adam", "adam", "adamw", "nadam", "sgd", "sgd", "momentum", "nesterov", "rmsprop", "adagrad"])
        training["optimizer"] = {"type": kind, "learning_rate": rate(r, kind)} if r.random() < 0.9 else {"type": kind}
    if r.random() < 0.2:
        training["schedule"] = r.choice([{"type": "cosine"}, {"type": "cosine", "warmup_iterations": 20}, {"type": "exponential"}, {"type": "one_cycle"},
                                         {"type": "constant", "warmup_iterations": 30}, {"type": "step", "period": 150, "factor": 0.5}])
    if r.random() < (0.35 if data.family in ("ragged", "sequence", "series", "text") else 0.1):
        training["gradient_clipping"] = r.choice([{"type": "global_norm", "threshold": 1.0}, {"type": "global_norm", "threshold": 5.0}, {"type": "value"}])
    if r.random() < 0.2:
        training["early_stopping"] = {"patience": r.choice([3, 5, 10])}
    network = {"layers": layers}
    if r.random() < 0.1:
        network["l2"] = r.choice([1e-5, 1e-4, 1e-3])
    if r.random() < 0.15:
        network["weight_init"] = r.choice(["xavier", "xavier", "he_uniform", "lecun"])
    body = {"network": network, "training": training}
    if r.random() < 0.5:
        body["split"] = {"validation": r.choice([0.15, 0.2, 0.25, 0.3])}
    if r.random() < 0.12:
        body["preprocessing"] = {"numeric": "min_max"}
    for part, fields in data.more.items():
        body[part] = {**body.get(part, {}), **fields}
    shorten(training, data, layers)
    return body


def weight(layers):
    """Roughly how many plain layers' time an iteration takes: each direction of a recurrence counts, batch normalization doubles."""
    directions = sum({"lstm": 1, "simple_rnn": 1, "bidirectional": 2}.get(layer["type"], 0) for layer in layers)
    return max(1, directions) * (2 if any(layer["type"] == "batch_normalization" for layer in layers) else 1)


def shorten(training, data, layers):
    """Fewer epochs where the run would take more than a few seconds; a larger batch where three epochs would. No warm-up that outlasts a quarter of the run."""
    most = MOST_ITERATIONS[data.family] * min(1, 13 / data.steps) / weight(layers)
    while math.ceil(0.8 * len(data.labels) / training.get("batch_size", 32)) * 3 > most:
        training["batch_size"] = 2 * training.get("batch_size", 32)
    each = math.ceil(0.8 * len(data.labels) / training.get("batch_size", 32))
    if training.get("epochs", 10) > most / each:
        training["epochs"] = int(most / each)
    if 4 * training.get("schedule", {}).get("warmup_iterations", 0) > each * training.get("epochs", 10):
        del training["schedule"]

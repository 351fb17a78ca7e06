"""What the cases of the stability bench ask for: bodies of jobs, short to write."""


def job(units, rate, kind="sgd", activation="relu", batch=32, epochs=25, init=None, numeric="none", **more):
    network = {"layers": [{"type": "dense", "units": u, "activation": activation} for u in units],
               "weight_init": init or ("he" if activation == "relu" else "xavier"), **more.pop("network", {})}
    return {"preprocessing": {"numeric": numeric, **more.pop("preprocessing", {})}, "network": network,
            "training": {"epochs": epochs, "batch_size": batch, "optimizer": {"type": kind, "learning_rate": rate}, **more}}


def normal(std):
    return {"type": "normal", "mean": 0, "std": std}

#!/bin/sh
# A regression: which grade does a red wine get?
. "$(dirname "$0")/lib.sh"

dataset=$(upload winequality_red winequality_red_train.csv regression quality)
test=$(upload winequality_red-test winequality_red_test.csv regression quality)

job=$(submit '{
  "name": "winequality_red",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [
    {"type": "dense", "units": 32, "activation": "relu"},
    {"type": "dropout", "rate": 0.1},
    {"type": "dense", "units": 16, "activation": "relu"}
  ], "l2": 0.001},
  "training": {
    "epochs": 100, "batch_size": 32,
    "optimizer": {"type": "adam", "learning_rate": 0.003},
    "early_stopping": {"metric": "validation_loss", "patience": 15}
  }
}')
echo "job $job"

finished=$(finish "$job")
at_least "test R2" "$(number test_r2 "$finished")" 0.30

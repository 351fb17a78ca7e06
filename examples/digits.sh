#!/bin/sh
# Handwritten digits of 8 x 8 pixels.
. "$(dirname "$0")/lib.sh"

dataset=$(upload digits digits_train.csv classification digit)
test=$(upload digits-test digits_test.csv classification digit)

job=$(submit '{
  "name": "digits",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [
    {"type": "dense", "units": 128, "activation": "relu"},
    {"type": "dense", "units": 64, "activation": "relu"}
  ]},
  "training": {"epochs": 30, "batch_size": 64, "optimizer": {"type": "adam", "learning_rate": 0.002}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.96

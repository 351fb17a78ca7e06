#!/bin/sh
# Which cultivar is a wine of? Columns of very different scale, which are standardised by default.
. "$(dirname "$0")/lib.sh"

dataset=$(upload wine wine_train.csv classification cultivar)
test=$(upload wine-test wine_test.csv classification cultivar)

job=$(submit '{
  "name": "wine",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [{"type": "dense", "units": 32, "activation": "relu"}]},
  "training": {"epochs": 60, "batch_size": 16, "optimizer": {"type": "adam", "learning_rate": 0.01}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.94

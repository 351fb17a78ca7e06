#!/bin/sh
# The wines again, as Parquet: the same dataset as from CSV.
. "$(dirname "$0")/lib.sh"

wines() {
  store '{"name": "'"$1"'", "format": "parquet", "task": "classification", "target": "cultivar"}' "$data/$2"
}

dataset=$(wines wine_parquet wine_train.parquet)
test=$(wines wine_parquet-test wine_test.parquet)

job=$(submit '{
  "name": "wine_parquet",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [{"type": "dense", "units": 32, "activation": "relu"}]},
  "training": {"epochs": 60, "batch_size": 16, "optimizer": {"type": "adam", "learning_rate": 0.01}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.94

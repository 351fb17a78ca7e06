#!/bin/sh
# Clothes as a table of 784 pixels a row.
# fashion.sh [TRAIN.csv.gz TEST.csv.gz [ACCURACY]]: by default 300 rows to learn from, 100 to be asked about.
. "$(dirname "$0")/lib.sh"

train=${1:-$data/fashion_train.csv.gz}
asked=${2:-$data/fashion_test.csv.gz}
goal=${3:-0.70}

pixels() {
  store '{"name": "'"$1"'", "format": "csv", "task": "classification", "target": "label"}' "$2"
}

dataset=$(pixels fashion "$train")
test=$(pixels fashion-test "$asked")

job=$(submit '{
  "name": "fashion",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.1, "test_dataset_id": "'"$test"'"},
  "preprocessing": {"numeric": "min_max"},
  "network": {"layers": [
    {"type": "dense", "units": 128, "activation": "relu"},
    {"type": "dropout", "rate": 0.2},
    {"type": "dense", "units": 64, "activation": "relu"}
  ]},
  "training": {"epochs": 20, "batch_size": 32, "optimizer": {"type": "adam", "learning_rate": 0.001}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" "$goal"

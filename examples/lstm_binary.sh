#!/bin/sh
# The classic program, LSTM(128) -> Dense(1, sigmoid) on a table reshaped to [features, 1]: is the wine of cultivar 1?
. "$(dirname "$0")/lib.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
binary() {
  awk -F, 'BEGIN { OFS = "," } NR > 1 { $NF = ($NF == 1) } { print }' "$data/$1" >"$folder/$1"
}
binary wine_train.csv
binary wine_test.csv

spec='{"name": "wine-cultivar-1", "format": "csv", "task": "classification", "target": "cultivar"}'
dataset=$(store "$spec" "$folder/wine_train.csv")
test=$(store "$spec" "$folder/wine_test.csv")

job=$(submit '{
  "name": "lstm-binary",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {
    "layers": [
      {"type": "reshape", "shape": [13, 1]},
      {"type": "lstm", "units": 128}
    ],
    "output": {"units": 1, "activation": "sigmoid", "loss": "binary_cross_entropy"}
  },
  "training": {"epochs": 10, "batch_size": 32, "optimizer": {"type": "adam", "learning_rate": 0.01}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.8

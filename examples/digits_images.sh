#!/bin/sh
# Handwritten digits as images of 8 x 8 pixels and one channel, from NumPy archives.
. "$(dirname "$0")/lib.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
images() {
  python3 "$(dirname "$0")/arrays.py" "$data/$2" digit 8,8,1 "$folder/$1.npz"
  store '{"name": "'"$1"'", "format": "npz", "task": "classification"}' "$folder/$1.npz"
}

dataset=$(images digits_images digits_train.csv)
test=$(images digits_images-test digits_test.csv)

job=$(submit '{
  "name": "digits_images",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [
    {"type": "conv2d", "filters": 16, "kernel": 3, "padding": "same", "activation": "relu"},
    {"type": "max_pooling2d", "size": 2},
    {"type": "conv2d", "filters": 32, "kernel": 3, "padding": "same", "activation": "relu"},
    {"type": "flatten"},
    {"type": "dense", "units": 64, "activation": "relu"}
  ]},
  "training": {"epochs": 10, "batch_size": 64, "optimizer": {"type": "adam", "learning_rate": 0.003}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.95

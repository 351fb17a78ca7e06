#!/bin/sh
# Handwritten digits read line by line: sequences of 8 steps of 8 pixels, from NumPy archives.
. "$(dirname "$0")/lib.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sequences() {
  python3 "$(dirname "$0")/arrays.py" "$data/$2" digit 8,8 "$folder/$1.npz"
  store '{"name": "'"$1"'", "format": "npz", "task": "classification"}' "$folder/$1.npz"
}

dataset=$(sequences digits_sequences digits_train.csv)
test=$(sequences digits_sequences-test digits_test.csv)

job=$(submit '{
  "name": "digits_sequences",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [{"type": "lstm", "units": 64}]},
  "training": {
    "epochs": 20, "batch_size": 64,
    "optimizer": {"type": "adam", "learning_rate": 0.005},
    "gradient_clipping": {"type": "global_norm", "threshold": 1.0}
  }
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.95

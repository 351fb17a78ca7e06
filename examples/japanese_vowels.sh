#!/bin/sh
# Sequences of different lengths: who of nine speakers says the vowel?
. "$(dirname "$0")/lib.sh"

sequences() {
  store '{
    "name": "'"$1"'", "format": "sequence_csv", "task": "classification",
    "target": "label", "sequence_id": "seq_id", "time": "t"
  }' "$data/$2"
}

dataset=$(sequences japanese_vowels japanese_vowels_train.csv.gz)
test=$(sequences japanese_vowels-test japanese_vowels_test.csv.gz)

job=$(submit '{
  "name": "japanese_vowels",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [
    {"type": "lstm", "units": 64},
    {"type": "dropout", "rate": 0.2}
  ]},
  "training": {
    "epochs": 40, "batch_size": 16,
    "optimizer": {"type": "adam", "learning_rate": 0.01},
    "gradient_clipping": {"type": "global_norm", "threshold": 1.0}
  }
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.95

#!/bin/sh
# A short series with trend and season: how many passengers fly next month?
. "$(dirname "$0")/lib.sh"

dataset=$(store '{
  "name": "airline_passengers", "format": "series_csv", "task": "forecasting",
  "target": "Passengers", "time": "Date", "window": 24, "season": 12
}' "$data/airline_passengers.csv")

job=$(submit '{
  "name": "airline_passengers",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.1, "test": 0.2},
  "network": {"layers": [
    {"type": "flatten"},
    {"type": "dense", "units": 16, "activation": "linear"}
  ]},
  "training": {
    "epochs": 300, "batch_size": 16,
    "optimizer": {"type": "adam", "learning_rate": 0.003}
  }
}')
echo "job $job"

finished=$(finish "$job")
at_least "skill against last month" "$(number test_persistence_skill "$finished")" 0.5
at_least "skill against last year" "$(number test_seasonal_skill "$finished")" 0.5

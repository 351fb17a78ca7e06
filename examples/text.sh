#!/bin/sh
# Words in, a class out: is the verdict good or bad? The texts are made up here; a "not" turns their meaning round.
. "$(dirname "$0")/lib.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk 'BEGIN {
  srand(7)
  things = split("soup pasta salad cake coffee tea bread fish rice curry pie pizza", thing, " ")
  praises = split("good great tasty fresh lovely splendid", praise, " ")
  blames = split("bad awful stale bland dreadful soggy", blame, " ")
  fillers = split("really|quite|today|in my opinion|as always|to be honest|I must say", filler, "|")
  print "text,verdict"
  for (i = 0; i < 2000; i++) {
    good = rand() < 0.5
    negated = rand() < 0.4
    word = (good != negated) ? praise[1 + int(rand() * praises)] : blame[1 + int(rand() * blames)]
    text = "The " thing[1 + int(rand() * things)] " was " (negated ? "not " : "")
    if (rand() < 0.6) text = filler[1 + int(rand() * fillers)] " " text
    text = text word
    if (rand() < 0.6) text = text ", " filler[1 + int(rand() * fillers)]
    print "\"" text ".\"," (good ? "good" : "bad")
  }
}' >"$folder/verdicts.csv"

dataset=$(store '{
  "name": "verdicts", "format": "csv", "task": "classification", "target": "verdict",
  "columns": {"text": {"type": "text", "vocabulary": 1000, "max_tokens": 40}}
}' "$folder/verdicts.csv")

job=$(submit '{
  "name": "verdicts",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.1, "test": 0.2},
  "network": {"layers": [
    {"type": "embedding", "units": 16},
    {"type": "lstm", "units": 16}
  ]},
  "training": {
    "epochs": 20, "batch_size": 32,
    "optimizer": {"type": "adam", "learning_rate": 0.01},
    "gradient_clipping": {"type": "global_norm", "threshold": 1.0}
  }
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.95

model=$(text model_id "$finished")
prediction=$(call "$server/api/v1/models/$model/predict" -H 'Content-Type: application/json' -d '{
  "rows": [{"text": "To be honest, the fish was not tasty"}]
}')
echo "prediction: $prediction"
[ "$(text label "$prediction")" = bad ] || fail "the prediction is not bad"

#!/bin/sh
# A training that goes wrong: a learning rate a hundred times too high is noticed, named, lowered, and the run succeeds.
. "$(dirname "$0")/lib.sh"

dataset=$(upload wine wine_train.csv classification cultivar)
spec='{
  "name": "wine-repaired",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test": 0.2},
  "network": {"layers": [{"type": "dense", "units": 24}, {"type": "dense", "units": 12}]},
  "training": {"epochs": 40, "batch_size": 8, "optimizer": {"type": "adam", "learning_rate": 2.0}}
}'

echo "what a check says before anything runs:"
call "$server/api/v1/jobs/validate" -H 'Content-Type: application/json' -d "$spec"

job=$(submit "$spec")
finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.9

verdict=$(text verdict "$finished")
echo "verdict: $verdict"
[ "$verdict" = recovered ] || fail "the run was not repaired"

incidents=$(call "$server/api/v1/jobs/$job/incidents")
echo "what happened: $(printf '%s' "$incidents" | grep -o '"message":"[^"]*"')"
case $incidents in *'"cause":"learning_rate_too_high"'*) ;; *) fail "the cause was not named" ;; esac

echo "the spec that should have been asked for:"
call "$server/api/v1/jobs/$job/repaired-spec"

again=$(text id "$(call -X POST "$server/api/v1/jobs/$job/resubmit")")
healthy=$(text verdict "$(finish "$again")")
echo "the same job by its repaired spec: $healthy"
[ "$healthy" = healthy ] || fail "the repaired spec does not train in peace"

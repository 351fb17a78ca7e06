#!/bin/sh
# The whole way: upload, train, watch, download, predict.
. "$(dirname "$0")/lib.sh"

dataset=$(upload iris iris.csv classification species)
echo "dataset $dataset"

job=$(submit '{
  "name": "iris-mlp",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.2, "test": 0.2},
  "network": {"layers": [{"type": "dense", "units": 16, "activation": "relu"}]},
  "training": {"epochs": 100, "batch_size": 16, "optimizer": {"type": "adam", "learning_rate": 0.01}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" 0.93

echo "gradient norms of the whole network, at most 5 points:"
call "$server/api/v1/jobs/$job/gradient-norms?layers=global&max_points=5"
echo "incidents:"
call "$server/api/v1/jobs/$job/incidents"
echo "report on the test split:"
call "$server/api/v1/jobs/$job/report?split=test"

model=$(text model_id "$finished")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for format in dl4j onnx; do
  curl --fail-with-body -sS "$server/api/v1/models/$model/artifact?format=$format" -o "$folder/$format"
  echo "$format artifact: $(wc -c <"$folder/$format") bytes"
done

prediction=$(call "$server/api/v1/models/$model/predict" -H 'Content-Type: application/json' -d '{
  "rows": [{"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}]
}')
echo "prediction: $prediction"
[ "$(text label "$prediction")" = Iris-setosa ] || fail "the prediction is not Iris-setosa"

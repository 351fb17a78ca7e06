#!/bin/sh
# Clothes as PNG files, one folder a class.
# fashion_images.sh [ZIP [ACCURACY]]: by default 500 images to learn from and 200 to be asked about.
. "$(dirname "$0")/lib.sh"

zip=${1:-$data/fashion_images.zip}
goal=${2:-0.70}

images() {
  store '{
    "name": "fashion_images-'"$1"'", "format": "images", "task": "classification",
    "height": 28, "width": 28, "channels": 1, "root": "'"$1"'"
  }' "$zip"
}

dataset=$(images train)
test=$(images test)

job=$(submit '{
  "name": "fashion_images",
  "dataset_id": "'"$dataset"'",
  "split": {"validation": 0.1, "test_dataset_id": "'"$test"'"},
  "network": {"layers": [
    {"type": "conv2d", "filters": 16, "kernel": 3, "padding": "same", "activation": "relu"},
    {"type": "max_pooling2d", "size": 2},
    {"type": "conv2d", "filters": 32, "kernel": 3, "padding": "same", "activation": "relu"},
    {"type": "max_pooling2d", "size": 2},
    {"type": "flatten"},
    {"type": "dropout", "rate": 0.3},
    {"type": "dense", "units": 64, "activation": "relu"}
  ]},
  "training": {"epochs": 12, "batch_size": 32, "optimizer": {"type": "adam", "learning_rate": 0.002}}
}')
echo "job $job"

finished=$(finish "$job")
at_least "test accuracy" "$(number test_accuracy "$finished")" "$goal"

model=$(text model_id "$finished")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$zip" "$folder/image.png" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(n for n in sorted(archive.namelist()) if n.startswith("test/trouser/") and n.endswith(".png"))
    open(sys.argv[2], "wb").write(archive.read(name))
PYTHON
echo "prediction for an image of trousers:"
call "$server/api/v1/models/$model/predict" -H 'Content-Type: image/png' --data-binary "@$folder/image.png"

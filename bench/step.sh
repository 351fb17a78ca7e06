#!/bin/sh
# The monitored step against Deeplearning4j's fit(DataSet), interleaved.
exec "$(dirname "$0")/java.sh" dev.evenkeel.bench.StepOverheadBench "$@"

#!/bin/sh
# What watching costs: a healthy run in mode repair against mode off, interleaved, MLP, CNN and LSTM.
exec "$(dirname "$0")/java.sh" dev.evenkeel.bench.MonitorOverheadBench "$@"

#!/bin/sh
# A whole run of the engine's training against plain Deeplearning4j, interleaved.
exec "$(dirname "$0")/java.sh" dev.evenkeel.engine.RunOverheadBench "$@"

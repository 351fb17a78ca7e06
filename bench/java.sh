#!/bin/sh
# Runs a benchmark class of the test sources in a JVM with the engine's flags: bench/java.sh CLASS [ARG ...]
set -eu
cd "$(dirname "$0")/.."
classpath=target/bench-classpath
mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=$classpath >/dev/null
if grep -q avx512f /proc/cpuinfo; then kernel=SkylakeX; else kernel=Haswell; fi
OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=$kernel exec java \
  -Xmx1g -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
  -cp "target/test-classes:target/classes:$(cat $classpath)" "$@"

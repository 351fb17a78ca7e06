package dev.evenkeel.history;

import java.util.Locale;

/** What is recorded of every iteration, or of every sampled one. */
enum Series {
  LOSS,
  GRADIENT_NORM,
  UPDATE_RATIO,
  PARAMETER_NORM,
  ZERO_FRACTION;

  /** Stands in place of a layer index where the whole network is meant. */
  static final int WHOLE_NETWORK = -1;

  /** Points of a full chunk. */
  static final int CHUNK_POINTS = 1024;

  /** The name in the database and in the API. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

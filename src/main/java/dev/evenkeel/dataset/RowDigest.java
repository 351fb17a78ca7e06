package dev.evenkeel.dataset;

/**
 * Hashes the values of each row on their way to the tensors, so that copies are seen in passing.
 */
final class RowDigest {

  private static final long ODD = 0x9E3779B97F4A7C15L;

  private final RepeatedRows repeated = new RepeatedRows();
  private long features;
  private long targets;

  /** Passes features on to a tensor. */
  FloatSink features(FloatSink tensor) {
    return value -> {
      features = mixed(features, value);
      tensor.append(value);
    };
  }

  /** Passes targets on to a tensor. */
  FloatSink targets(FloatSink tensor) {
    return value -> {
      targets = mixed(targets, value);
      tensor.append(value);
    };
  }

  /** Ends a row; the next begins. */
  void endRow() {
    long hash = finished(features);
    repeated.add(hash, finished(hash + targets * ODD));
    features = 0;
    targets = 0;
  }

  RepeatedRows.Counts counted() {
    return repeated.counted();
  }

  private static long mixed(long hash, float value) {
    // One more than the bits: a leading zero must count, or (0, 1) and (1) would be one row.
    return Long.rotateLeft((hash ^ Float.floatToRawIntBits(value) + 1L) * ODD, 31);
  }

  /** The finaliser of MurmurHash3: every bit depends on every other. */
  private static long finished(long hash) {
    long h = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }
}

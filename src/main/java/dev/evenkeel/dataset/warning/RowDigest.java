package dev.evenkeel.dataset.warning;

import dev.evenkeel.dataset.cells.FloatSink;
import java.io.IOException;
import java.util.Arrays;

/**
 * Hashes the values of each row on their way to the tensors, so that copies are seen in passing.
 */
public final class RowDigest {

  private static final long ODD = 0x9E3779B97F4A7C15L;
  private static final long OTHER_ODD = 0xC2B2AE3D27D4EB4FL;

  private final RepeatedRows repeated = new RepeatedRows();
  private Values features = Values.NONE;
  private Values targets = Values.NONE;

  /** Passes features on to a tensor. */
  public FloatSink features(FloatSink tensor) {
    features = new Values(tensor);
    return features;
  }

  /** Passes targets on to a tensor. */
  public FloatSink targets(FloatSink tensor) {
    targets = new Values(tensor);
    return targets;
  }

  /** Ends a row; the next begins. */
  public void endRow() {
    long hash = features.takeHash();
    repeated.add(hash, finished(hash + targets.takeHash() * ODD));
  }

  public RepeatedRows.Counts counted() {
    return repeated.counted();
  }

  /** The finaliser of MurmurHash3: every bit depends on every other. */
  private static long finished(long hash) {
    long h = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }

  /** Keeps the values of a row: hashed together they cost a third of what they cost one by one. */
  private static final class Values implements FloatSink {

    static final Values NONE = new Values(value -> {});

    private final FloatSink tensor;
    private float[] row = new float[16];
    private int count;

    Values(FloatSink tensor) {
      this.tensor = tensor;
    }

    @Override
    public void append(float value) throws IOException {
      if (count == row.length) {
        row = Arrays.copyOf(row, 2 * count);
      }
      row[count++] = value;
      tensor.append(value);
    }

    long takeHash() {
      // Two chains at a time: each waits for its own multiplication only.
      long even = count;
      long odd = 0;
      int i = 0;
      for (; i + 1 < count; i += 2) {
        even = mixed(even, row[i], ODD);
        odd = mixed(odd, row[i + 1], OTHER_ODD);
      }
      if (i < count) {
        even = mixed(even, row[i], ODD);
      }
      count = 0;
      return finished(even + Long.rotateLeft(odd, 17) * ODD);
    }

    private static long mixed(long hash, float value, long factor) {
      return Long.rotateLeft((hash ^ Float.floatToRawIntBits(value)) * factor, 31);
    }
  }
}

package dev.evenkeel.training.secondorder;

import dev.evenkeel.training.data.tensors.Unmapping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A vector outside of the heap, which the history of a large network would fill. Freed on {@link
 * #close()}, after which it must not be used.
 */
final class StoredVector implements AutoCloseable {

  private static final int PIECE = 4096;

  private final ByteBuffer memory;
  private final FloatBuffer floats;
  private final float[] piece = new float[PIECE];

  StoredVector(int length) {
    memory =
        ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    floats = memory.asFloatBuffer();
  }

  /** Becomes to − from. */
  void setDifference(float[] to, float[] from) {
    for (int at = 0; at < to.length; at += PIECE) {
      int count = Math.min(PIECE, to.length - at);
      for (int i = 0; i < count; i++) {
        piece[i] = to[at + i] - from[at + i];
      }
      floats.put(at, piece, 0, count);
    }
  }

  void set(float[] values) {
    floats.put(0, values);
  }

  float[] copy() {
    float[] copy = new float[floats.capacity()];
    floats.get(0, copy);
    return copy;
  }

  double dot(float[] other) {
    double sum = 0;
    for (int at = 0; at < other.length; at += PIECE) {
      int count = Math.min(PIECE, other.length - at);
      floats.get(at, piece, 0, count);
      for (int i = 0; i < count; i++) {
        sum += (double) piece[i] * other[at + i];
      }
    }
    return sum;
  }

  double dot(StoredVector other) {
    double sum = 0;
    for (int at = 0; at < floats.capacity(); at += PIECE) {
      int count = Math.min(PIECE, floats.capacity() - at);
      floats.get(at, piece, 0, count);
      other.floats.get(at, other.piece, 0, count);
      for (int i = 0; i < count; i++) {
        sum += (double) piece[i] * other.piece[i];
      }
    }
    return sum;
  }

  /** into += factor · this. */
  void addTo(float[] into, double factor) {
    for (int at = 0; at < into.length; at += PIECE) {
      int count = Math.min(PIECE, into.length - at);
      floats.get(at, piece, 0, count);
      for (int i = 0; i < count; i++) {
        into[at + i] += (float) (factor * piece[i]);
      }
    }
  }

  @Override
  public void close() {
    Unmapping.unmap(memory);
  }
}

package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.network.FlatVector;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of an ND4J array as a flat vector, without going through an ND4J operation.
 *
 * <p>The array must be contiguous and must live as long as this does, outside of any workspace.
 */
final class NativeFloats implements FlatVector {

  /** Fits the first-level cache beside its source. */
  private static final int PIECE = 4096;

  private final INDArray array;
  private final FloatBuffer memory;
  private final AffinityManager devices = Nd4j.getAffinityManager();
  private final float[] piece = new float[PIECE];

  NativeFloats(INDArray array) {
    devices.ensureLocation(array, Location.HOST);
    this.array = array;
    this.memory =
        new FloatPointer(array.data().addressPointer())
            .capacity(array.length())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  @Override
  public int length() {
    return memory.capacity();
  }

  @Override
  public void read(int offset, float[] into, int count) {
    devices.ensureLocation(array, Location.HOST);
    memory.get(offset, into, 0, count);
  }

  float[] copy() {
    float[] copy = new float[length()];
    read(0, copy, copy.length);
    return copy;
  }

  boolean equalsStartOf(float[] values) {
    return memory.mismatch(FloatBuffer.wrap(values, 0, length())) < 0;
  }

  void write(float[] from, int count) {
    write(0, from, count);
  }

  @Override
  public void write(int offset, float[] from, int count) {
    memory.put(offset, from, 0, count);
    devices.tagLocation(array, Location.HOST);
  }

  @Override
  public void scale(int offset, int count, double factor) {
    float single = (float) factor;
    change(
        offset,
        count,
        length -> {
          for (int i = 0; i < length; i++) {
            piece[i] *= single;
          }
        });
  }

  @Override
  public void clamp(int offset, int count, double limit) {
    float single = (float) limit;
    change(
        offset,
        count,
        length -> {
          for (int i = 0; i < length; i++) {
            piece[i] = Math.max(-single, Math.min(single, piece[i]));
          }
        });
  }

  private interface Change {
    void apply(int length);
  }

  /** Through the heap, piece by piece: loops over an array vectorise, those over a buffer don't. */
  private void change(int offset, int count, Change change) {
    devices.ensureLocation(array, Location.HOST);
    for (int done = 0; done < count; done += PIECE) {
      int length = Math.min(PIECE, count - done);
      memory.get(offset + done, piece, 0, length);
      change.apply(length);
      memory.put(offset + done, piece, 0, length);
    }
    devices.tagLocation(array, Location.HOST);
  }
}

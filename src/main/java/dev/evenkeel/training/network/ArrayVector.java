package dev.evenkeel.training.network;

/** A flat vector over an array of the heap. */
public record ArrayVector(float[] values) implements FlatVector {

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public void read(int offset, float[] into, int count) {
    System.arraycopy(values, offset, into, 0, count);
  }

  @Override
  public void scale(int offset, int count, double factor) {
    for (int i = offset; i < offset + count; i++) {
      values[i] *= (float) factor;
    }
  }

  @Override
  public void clamp(int offset, int count, double limit) {
    for (int i = offset; i < offset + count; i++) {
      values[i] = (float) Math.max(-limit, Math.min(limit, values[i]));
    }
  }

  @Override
  public void write(int offset, float[] from, int count) {
    System.arraycopy(from, 0, values, offset, count);
  }
}

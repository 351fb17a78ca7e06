package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.Loss;
import java.util.List;

/** Turns a class index or raw targets into the labels that the loss compares outputs with. */
public sealed interface LabelEncoding {

  /** Labels of one example. */
  int width();

  /** Writes one example's labels to {@code into}, from index {@code at} on; NaN where missing. */
  void encode(float[] targets, float[] into, int at);

  /** The class that labels stand for; −1 where they are missing or stand for numbers. */
  int classOf(float[] labels, int at);

  /** One-hot over the classes. */
  record OneHot(int width, float on, float off) implements LabelEncoding {

    @Override
    public void encode(float[] targets, float[] into, int at) {
      for (int k = 0; k < width; k++) {
        into[at + k] = Float.isNaN(targets[0]) ? Float.NaN : targets[0] == k ? on : off;
      }
    }

    @Override
    public int classOf(float[] labels, int at) {
      for (int k = 0; k < width; k++) {
        if (labels[at + k] == on) {
          return k;
        }
      }
      return -1;
    }
  }

  /** One number for two classes. */
  record Binary(float on, float off) implements LabelEncoding {

    @Override
    public int width() {
      return 1;
    }

    @Override
    public void encode(float[] targets, float[] into, int at) {
      into[at] = Float.isNaN(targets[0]) ? Float.NaN : targets[0] == 1f ? on : off;
    }

    @Override
    public int classOf(float[] labels, int at) {
      return labels[at] == on ? 1 : labels[at] == off ? 0 : -1;
    }
  }

  /** Numbers, brought to unit scale where that was asked for. */
  record Numbers(List<FittedPreprocessing.FittedTarget> targets) implements LabelEncoding {

    @Override
    public int width() {
      return targets.size();
    }

    @Override
    public void encode(float[] raw, float[] into, int at) {
      for (int t = 0; t < targets.size(); t++) {
        var target = targets.get(t);
        into[at + t] = (float) ((raw[t] - target.offset()) / target.scale());
      }
    }

    @Override
    public int classOf(float[] labels, int at) {
      return -1;
    }
  }

  /** Labels for an output layer: hinge losses want −1 and +1, all others 0 and 1. */
  static LabelEncoding of(int units, Loss loss, FittedPreprocessing preprocessing) {
    if (!preprocessing.targets().isEmpty()) {
      return new Numbers(preprocessing.targets());
    }
    float off = loss == Loss.HINGE ? -1f : 0f;
    return units == 1 ? new Binary(1f, off) : new OneHot(units, 1f, off);
  }
}

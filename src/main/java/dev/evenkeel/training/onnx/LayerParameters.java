package dev.evenkeel.training.onnx;

import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.ParameterSegment;
import java.util.List;

/** The parameters of one layer by name, in the order that {@link ParameterSegment} lays down. */
final class LayerParameters {

  private final int layer;
  private final List<ParameterSegment> segments;
  private final FlatVector all;

  /**
   * @param segments of the whole network
   * @param all flat parameters of the whole network
   */
  LayerParameters(int layer, List<ParameterSegment> segments, FlatVector all) {
    this.layer = layer;
    this.segments = segments;
    this.all = all;
  }

  /** The numbers as they lie: a unit's weights side by side. */
  float[] byUnit(String name) {
    ParameterSegment segment = segment(name);
    float[] numbers = new float[segment.length()];
    all.read(segment.offset(), numbers, numbers.length);
    return numbers;
  }

  /** The same, turned: side by side what belongs to an input. */
  float[] byInput(String name, int units) {
    float[] numbers = byUnit(name);
    int inputs = numbers.length / units;
    float[] turned = new float[numbers.length];
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        turned[input * units + unit] = numbers[unit * inputs + input];
      }
    }
    return turned;
  }

  private ParameterSegment segment(String name) {
    return segments.stream()
        .filter(segment -> segment.layer() == layer && segment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Layer %d has no parameter %s.".formatted(layer, name)));
  }
}

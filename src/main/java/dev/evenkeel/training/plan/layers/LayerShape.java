package dev.evenkeel.training.plan.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer looks like from outside.
 *
 * @param index position in the network; the output layer comes last
 * @param name {@code dense_0}, {@code output}
 * @param type the spec's type, {@code output} for the output layer
 * @param inputs numbers that a unit sees at one position: features, or channels
 * @param outputs features out, or channels
 * @param parameters number of parameters, running statistics included
 * @param outputShape [features], [steps, features] with null for steps that differ, or [height,
 *     width, channels]
 */
public record LayerShape(
    int index,
    String name,
    String type,
    int inputs,
    int outputs,
    long parameters,
    List<@Nullable Integer> outputShape) {

  /** A layer that answers with a vector. */
  public LayerShape(int index, String name, String type, int inputs, int outputs, long parameters) {
    this(index, name, type, inputs, outputs, parameters, List.of(outputs));
  }

  public boolean hasParameters() {
    return parameters > 0;
  }
}

package dev.evenkeel.training;

/**
 * What a layer looks like from outside.
 *
 * @param index position in the network; the output layer comes last
 * @param name {@code dense_0}, {@code output}
 * @param type the spec's type, {@code output} for the output layer
 * @param inputs features in
 * @param outputs features out
 * @param parameters number of parameters, running statistics included
 */
public record LayerShape(
    int index, String name, String type, int inputs, int outputs, long parameters) {

  public boolean hasParameters() {
    return parameters > 0;
  }
}

package dev.evenkeel.training.plan.layers;

/** An input that doesn't fit a layer; the message names both shapes. */
public final class Misfit extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field of the layer, or empty where it is the layer itself
   */
  Misfit(String field, String message) {
    super(message);
    this.field = field;
  }

  public String field() {
    return field;
  }
}

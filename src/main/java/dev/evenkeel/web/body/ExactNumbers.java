package dev.evenkeel.web.body;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * Keeps whole numbers that no {@code long} holds as whole numbers, however they are written: a
 * limit on {@code 1e19} could not be checked otherwise, because a double does not become a long.
 */
final class ExactNumbers extends JsonNodeFactory {

  private static final double BEYOND_LONG = 0x1p63;

  @Override
  public NumericNode numberNode(double value) {
    if (Math.abs(value) < BEYOND_LONG || !Double.isFinite(value)) {
      return super.numberNode(value);
    }
    return (NumericNode) numberNode(new BigDecimal(value).toBigIntegerExact());
  }
}

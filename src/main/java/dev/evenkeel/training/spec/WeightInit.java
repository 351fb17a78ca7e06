package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How weights start. In JSON a bare name ({@code "he"}) or an object with a {@code type} and its
 * parameters.
 */
public record WeightInit(
    Type type,
    @Nullable Double mean,
    @Nullable Double std,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double gain,
    @Nullable Double value) {

  /** The kinds of initialisation. */
  public enum Type {
    XAVIER,
    XAVIER_UNIFORM,
    HE,
    HE_UNIFORM,
    LECUN,
    ORTHOGONAL,
    IDENTITY,
    ZEROS,
    ONES,
    NORMAL,
    UNIFORM,
    CONSTANT
  }

  public static WeightInit named(Type type) {
    return new WeightInit(type, null, null, null, null, null, null);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static WeightInit parse(String name) {
    return named(Type.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public WeightInit {
    switch (type) {
      case NORMAL -> {
        mean = mean == null ? 0.0 : mean;
        std = std == null ? 0.01 : std;
      }
      case UNIFORM -> {
        low = low == null ? -0.1 : low;
        high = high == null ? 0.1 : high;
      }
      case IDENTITY, ORTHOGONAL -> gain = gain == null ? 1.0 : gain;
      case CONSTANT -> value = value == null ? 0.0 : value;
      case XAVIER, XAVIER_UNIFORM, HE, HE_UNIFORM, LECUN, ZEROS, ONES -> {}
    }
  }

  /** The JSON form: the short name where it says everything. */
  @JsonValue
  Object json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", type.name().toLowerCase(Locale.ROOT));
    put(fields, "mean", mean);
    put(fields, "std", std);
    put(fields, "low", low);
    put(fields, "high", high);
    if (gain != null && gain != 1.0) {
      fields.put("gain", gain);
    }
    put(fields, "value", value);
    return fields.size() == 1 ? fields.get("type") : fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Double value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}

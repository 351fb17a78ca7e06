package dev.evenkeel.training.run;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Takes the arrays of floats out of a tree that is written, a number in place of each: they are
 * most of it, and the same parameters are often in several places of it.
 */
final class FloatArrays {

  private final Map<float[], Integer> numbers = new IdentityHashMap<>();
  private final List<float[]> all = new ArrayList<>();

  /** What a mapper needs for it. */
  static JacksonModule module() {
    return new SimpleModule("float arrays")
        .addSerializer(float[].class, new Writing())
        .addDeserializer(float[].class, new Reading());
  }

  /** A writer that puts aside here what it meets. */
  ObjectWriter writer(ObjectMapper mapper) {
    return mapper.writer().withAttribute(FloatArrays.class, this);
  }

  /** A reader that puts the arrays back. */
  static ObjectReader reader(ObjectMapper mapper, float[][] arrays) {
    return mapper.reader().withAttribute(FloatArrays.class, arrays);
  }

  /** In the order of their numbers. */
  List<float[]> all() {
    return all;
  }

  private int number(float[] array) {
    return numbers.computeIfAbsent(
        array,
        other -> {
          all.add(other);
          return all.size() - 1;
        });
  }

  private static final class Writing extends ValueSerializer<float[]> {

    @Override
    public void serialize(float[] array, JsonGenerator out, SerializationContext context) {
      out.writeNumber(((FloatArrays) context.getAttribute(FloatArrays.class)).number(array));
    }
  }

  private static final class Reading extends ValueDeserializer<float[]> {

    @Override
    public float[] deserialize(JsonParser in, DeserializationContext context) {
      return ((float[][]) context.getAttribute(FloatArrays.class))[in.getIntValue()];
    }
  }
}

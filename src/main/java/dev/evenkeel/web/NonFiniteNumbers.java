package dev.evenkeel.web;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Writes NaN and infinities as null: JSON has no token for them. */
final class NonFiniteNumbers extends SimpleModule {

  NonFiniteNumbers() {
    addSerializer(Double.class, new DoubleSerializer());
    addSerializer(Double.TYPE, new DoubleSerializer());
    addSerializer(double[].class, new DoublesSerializer());
  }

  private static void write(double value, JsonGenerator json) {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static final class DoubleSerializer extends ValueSerializer<Double> {

    @Override
    public void serialize(Double value, JsonGenerator json, SerializationContext context) {
      write(value, json);
    }
  }

  private static final class DoublesSerializer extends ValueSerializer<double[]> {

    @Override
    public void serialize(double[] values, JsonGenerator json, SerializationContext context) {
      json.writeStartArray();
      for (double value : values) {
        write(value, json);
      }
      json.writeEndArray();
    }
  }
}

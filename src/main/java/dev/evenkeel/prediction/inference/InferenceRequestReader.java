package dev.evenkeel.prediction.inference;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.inference.InferenceRequest.Tensor;
import dev.evenkeel.prediction.request.ValueReader;
import dev.evenkeel.web.body.JsonBody;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the body of one inference request token by token. The protocol answers one message, so the
 * first fault is the one that is told.
 */
final class InferenceRequestReader {

  /** {@code input} and {@code lengths}. */
  private static final int MOST_INPUTS = 2;

  private @Nullable String id;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  private InferenceRequestReader() {}

  static InferenceRequest read(InputStream body) {
    return JsonBody.stream(body, json -> new InferenceRequestReader().request(json));
  }

  private InferenceRequest request(JsonParser json) {
    require(json.currentToken() == JsonToken.START_OBJECT, "The body must be an object.");
    readFields(json);
    require(!inputs.isEmpty(), "inputs must hold a tensor.");
    return new InferenceRequest(id, inputs, outputs);
  }

  private void readFields(JsonParser json) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> id = text(json, "id");
        case "parameters" -> json.skipChildren();
        case "inputs" -> readInputs(json);
        case "outputs" -> readOutputs(json);
        default -> throw refused("There is no field '%s' in an inference request.", name);
      }
    }
  }

  private void readInputs(JsonParser json) {
    require(json.currentToken() == JsonToken.START_ARRAY, "inputs must be an array.");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(inputs.size() < MOST_INPUTS, "No model takes that many inputs.");
      inputs.add(readTensor(json));
    }
  }

  private static Tensor readTensor(JsonParser json) {
    require(json.currentToken() == JsonToken.START_OBJECT, "An input must be an object.");
    String tensor = null;
    String datatype = null;
    long[] shape = null;
    double[] data = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "name" -> tensor = text(json, "name");
        case "datatype" -> datatype = text(json, "datatype").toUpperCase(Locale.ROOT);
        case "shape" -> shape = sizes(numbers(json, "shape"));
        case "data" -> data = numbers(json, "data");
        case "parameters" -> json.skipChildren();
        default -> throw refused("There is no field '%s' in an input.", name);
      }
    }
    if (tensor == null || datatype == null || shape == null || data == null) {
      throw refused("An input needs %s.", "name, datatype, shape and data");
    }
    return new Tensor(tensor, datatype, shape, data);
  }

  private static long[] sizes(double[] shape) {
    require(
        Arrays.stream(shape).allMatch(size -> size >= 0 && size == Math.rint(size)),
        "shape must hold whole numbers only.");
    return Arrays.stream(shape).mapToLong(size -> (long) size).toArray();
  }

  private void readOutputs(JsonParser json) {
    require(json.currentToken() == JsonToken.START_ARRAY, "outputs must be an array.");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT, "An output must be an object.");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("name")) {
          outputs.add(text(json, "name"));
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private static String text(JsonParser json, String field) {
    require(json.currentToken() == JsonToken.VALUE_STRING, field + " must be text.");
    return json.getString();
  }

  /** The numbers of an array, nested ones in order. */
  private static double[] numbers(JsonParser json, String field) {
    require(json.currentToken() == JsonToken.START_ARRAY, field + " must be an array.");
    double[] numbers = new double[16];
    int count = 0;
    int depth = 1;
    while (depth > 0) {
      switch (json.nextToken()) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          numbers = count == numbers.length ? Arrays.copyOf(numbers, count * 2) : numbers;
          numbers[count++] = ValueReader.number(json);
        }
        default -> throw refused("%s must hold numbers only.", field);
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw refused("%s", message);
    }
  }

  private static ServiceException refused(String message, String name) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, message.formatted(name));
  }
}

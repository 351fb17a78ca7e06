package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.TextInput;
import dev.evenkeel.prediction.request.PredictRequestReader.ExampleReader;
import dev.evenkeel.training.data.Layout;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads inputs: nested arrays of numbers in the columns' order, [columns] of a table, [steps,
 * columns] of a sequence, [height, width, channels] of an image; of a text model [text].
 */
final class InputReader implements ExampleReader {

  private final InputSchema schema;
  private final FaultList faults;

  /** Where the parser stands: the example, then the indices inside it. */
  private final int[] path;

  private int depth;
  private final Place here = this::pointer;

  InputReader(InputSchema schema, FaultList faults) {
    this.schema = schema;
    this.faults = faults;
    this.path = new int[4];
  }

  @Override
  public void read(JsonParser json, RawExamples into) {
    into.addExample();
    path[0] = into.count() - 1;
    depth = 1;
    Layout layout = schema.layout();
    if (schema.text() != null) {
      readText(json, schema.text(), into);
    } else if (layout instanceof Layout.Table) {
      readPosition(json, into, "An input");
    } else if (layout instanceof Layout.Images images) {
      readImage(json, into, images);
    } else {
      readSteps(json, into);
    }
  }

  private void readText(JsonParser json, TextInput text, RawExamples into) {
    if (!isArray(json, "An input must be an array of one text.")) {
      return;
    }
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (length == 0) {
        enter(0);
        text.read(json, here, faults, into);
        depth--;
      } else {
        json.skipChildren();
      }
      length++;
    }
    if (length != 1) {
      wrongLength("An input is one text, this one has %d values.".formatted(length));
    }
  }

  private void readSteps(JsonParser json, RawExamples into) {
    int fewest = schema.fewestPositions();
    int most = schema.mostPositions();
    if (!isArray(json, "A sequence must be an array of steps, each an array of numbers.")) {
      return;
    }
    int steps = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (steps < most) {
        enter(steps);
        readPosition(json, into, "A step");
        depth--;
      } else {
        json.skipChildren();
      }
      steps++;
    }
    if (steps == 0) {
      faults.add(here, "out_of_range", "A sequence has at least one step, this one has none.");
    } else if (steps < fewest || steps > most) {
      wrongLength(
          fewest == most
              ? "The model takes exactly %d steps, these are %d.".formatted(most, steps)
              : "The model takes at most %d steps, these are %d.".formatted(most, steps));
    }
  }

  private void readImage(JsonParser json, RawExamples into, Layout.Images images) {
    if (!isArray(json, "An image must be an array of rows of pixels.")) {
      return;
    }
    int rows = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (rows < images.height()) {
        enter(rows);
        readPixels(json, into, images.width());
        depth--;
      } else {
        json.skipChildren();
      }
      rows++;
    }
    if (rows != images.height()) {
      wrongLength(
          "The model takes images of %d rows, this one has %d.".formatted(images.height(), rows));
    }
  }

  private void readPixels(JsonParser json, RawExamples into, int width) {
    if (!isArray(json, "A row of an image must be an array of pixels.")) {
      return;
    }
    int pixels = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (pixels < width) {
        enter(pixels);
        readPosition(json, into, "A pixel");
        depth--;
      } else {
        json.skipChildren();
      }
      pixels++;
    }
    if (pixels != width) {
      wrongLength(
          "The model takes images of %d pixels a row, this row has %d.".formatted(width, pixels));
    }
  }

  /** The columns of one position. */
  private void readPosition(JsonParser json, RawExamples into, String what) {
    into.addPosition();
    if (!isArray(json, "%s must be an array of %d numbers.".formatted(what, schema.width()))) {
      return;
    }
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (length < schema.width()) {
        enter(length);
        into.set(length, ValueReader.byIndex(json, schema.column(length), here, faults));
        depth--;
      } else {
        json.skipChildren();
      }
      length++;
    }
    if (length != schema.width()) {
      wrongLength(
          "%s has %d values (%s), this one %d."
              .formatted(what, schema.width(), schema.names(), length));
    }
  }

  private boolean isArray(JsonParser json, String otherwise) {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      return true;
    }
    json.skipChildren();
    faults.add(here, "wrong_type", otherwise);
    return false;
  }

  private void wrongLength(String message) {
    faults.add(here, "wrong_length", message);
  }

  private void enter(int index) {
    path[depth++] = index;
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder("/inputs");
    for (int i = 0; i < depth; i++) {
      pointer.append('/').append(path[i]);
    }
    return pointer.toString();
  }
}

package dev.evenkeel.prediction.request;

import dev.evenkeel.prediction.Answers;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.RawExamples;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Runs a model over examples block by block and writes its answers as JSON. */
final class PredictionWriter {

  private final LoadedModel model;
  private final Answers answers;
  private final double[] outputs;

  private PredictionWriter(LoadedModel model, int block) {
    this.model = model;
    this.answers = model.answers();
    this.outputs = new double[block * answers.outputs()];
  }

  static void write(LoadedModel model, RawExamples examples, JsonMapper json, OutputStream out) {
    PredictionWriter writer =
        new PredictionWriter(model, Math.min(examples.count(), model.blockSize()));
    // Closed on success only: closing would round off what a failure has cut short.
    JsonGenerator generator = json.createGenerator(out);
    generator.writeStartObject();
    generator.writeStringProperty("model_id", model.model().id().toString());
    generator.writeName("predictions").writeStartArray();
    for (int from = 0; from < examples.count(); ) {
      int to = model.blockEnd(examples, from);
      writer.writeBlock(examples, from, to, generator);
      from = to;
    }
    generator.writeEndArray().writeEndObject();
    generator.close();
  }

  private void writeBlock(RawExamples examples, int from, int to, JsonGenerator json) {
    model.run(examples, from, to, outputs);
    for (int at = 0; at < (to - from) * answers.outputs(); at += answers.outputs()) {
      json.writeStartObject();
      if (answers.isClassification()) {
        writeClasses(at, json);
      } else {
        writeValues(at, json);
      }
      json.writeEndObject();
    }
  }

  private void writeClasses(int at, JsonGenerator json) {
    int label = answers.label(outputs, at);
    if (label == Answers.NO_LABEL) {
      json.writeNullProperty("label");
    } else {
      json.writeStringProperty("label", answers.classes().get(label));
    }
    if (answers.givesProbabilities()) {
      writeProbabilities(at, json);
    } else {
      json.writeNullProperty("probabilities");
    }
  }

  private void writeProbabilities(int at, JsonGenerator json) {
    json.writeName("probabilities").writeStartObject();
    for (int i = 0; i < answers.classes().size(); i++) {
      json.writeName(answers.classes().get(i));
      writeNumber(answers.probability(outputs, at, i), json);
    }
    json.writeEndObject();
  }

  private void writeValues(int at, JsonGenerator json) {
    json.writeName("values").writeStartArray();
    for (int i = 0; i < answers.outputs(); i++) {
      writeNumber(outputs[at + i], json);
    }
    json.writeEndArray();
  }

  /** JSON has no token for what is not finite. A float is written as short as it is exact. */
  private void writeNumber(double value, JsonGenerator json) {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (model.isSinglePrecision()) {
      json.writeNumber((float) value);
    } else {
      json.writeNumber(value);
    }
  }
}

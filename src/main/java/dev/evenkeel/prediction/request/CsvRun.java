package dev.evenkeel.prediction.request;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.evenkeel.prediction.Answers;
import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.RawExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Runs a model over blocks of examples and writes what it answers as records of a CSV file. */
final class CsvRun {

  private final LoadedModel model;
  private final Answers answers;
  private final CsvWriter writer;
  private final FaultList faults = new FaultList();
  private final double[] outputs;

  CsvRun(LoadedModel model, CsvWriter writer) {
    this.model = model;
    this.answers = model.answers();
    this.writer = writer;
    this.outputs = new double[model.blockSize() * answers.outputs()];
  }

  LoadedModel model() {
    return model;
  }

  FaultList faults() {
    return faults;
  }

  /**
   * Writes the first line.
   *
   * @param beside names of the fields in front of the answers
   */
  void writeHeader(List<String> beside) {
    List<String> header = new ArrayList<>(beside);
    if (answers.isClassification()) {
      header.add("prediction");
      if (answers.givesProbabilities()) {
        answers.classes().forEach(name -> header.add("probability_" + name));
      }
    } else if (answers.outputs() == 1) {
      header.add("prediction");
    } else {
      answers.targets().forEach(name -> header.add("prediction_" + name));
    }
    writer.writeRecord(header);
  }

  /**
   * Answers examples, a record each. After a fault the answer is void: nothing is run any more.
   *
   * @param beside the fields in front of an example's answer
   */
  void write(RawExamples examples, IntFunction<List<String>> beside) {
    if (!faults.isEmpty()) {
      return;
    }
    for (int from = 0; from < examples.count(); ) {
      int to = model.blockEnd(examples, from);
      model.run(examples, from, to, outputs);
      for (int example = from; example < to; example++) {
        List<String> fields = new ArrayList<>(beside.apply(example));
        addAnswer(fields, (example - from) * answers.outputs());
        writer.writeRecord(fields);
      }
      from = to;
    }
  }

  private void addAnswer(List<String> fields, int at) {
    if (!answers.isClassification()) {
      for (int i = 0; i < answers.outputs(); i++) {
        fields.add(text(outputs[at + i]));
      }
      return;
    }
    int label = answers.label(outputs, at);
    fields.add(label == Answers.NO_LABEL ? "" : answers.classes().get(label));
    for (int i = 0; answers.givesProbabilities() && i < answers.classes().size(); i++) {
      fields.add(text(answers.probability(outputs, at, i)));
    }
  }

  private String text(double value) {
    return model.isSinglePrecision() ? Float.toString((float) value) : Double.toString(value);
  }
}

package dev.evenkeel.prediction;

import dev.evenkeel.prediction.FaultList.Place;
import dev.evenkeel.training.data.CellText;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** Turns a client's texts into the ids of words that a model has learned. Immutable. */
public final class TextInput {

  private final InputColumn column;
  private final int maxTokens;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * @param maxTokens where longer texts are cut, as they were in training
   */
  TextInput(InputColumn column, List<String> vocabulary, int maxTokens) {
    this.column = column;
    this.maxTokens = maxTokens;
    for (String token : vocabulary) {
      ids.put(token, FittedColumn.FIRST_TOKEN + ids.size());
    }
  }

  /** Reads a JSON value as the last of the examples. Leaves the parser on its last token. */
  public void read(JsonParser json, Place place, FaultList faults, RawExamples into) {
    switch (json.currentToken()) {
      case VALUE_STRING -> add(json.getString(), into);
      case VALUE_NULL -> missing(place, faults, into);
      default -> {
        json.skipChildren();
        faults.add(place, "wrong_type", "'%s' takes a text.".formatted(column.name()));
      }
    }
  }

  /** No text at all. */
  public void missing(Place place, FaultList faults, RawExamples into) {
    column.missing(place, faults);
    add("", into);
  }

  /** Adds a text's words to the last example; without any it is one unknown word. */
  public void add(String text, RawExamples into) {
    List<String> tokens = CellText.isMissing(text) ? List.of() : Tokenizer.tokens(text, maxTokens);
    for (String token : tokens) {
      into.addPosition();
      into.set(0, ids.getOrDefault(token, FittedColumn.UNKNOWN));
    }
    if (tokens.isEmpty()) {
      into.addPosition();
      into.set(0, FittedColumn.UNKNOWN);
    }
  }
}

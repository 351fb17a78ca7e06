package dev.evenkeel.dataset.column;

import dev.evenkeel.training.data.CellText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of categories and classes: that of numbers where all are numbers, else of text. */
public final class LabelOrder {

  private LabelOrder() {}

  public static List<String> sorted(Collection<String> labels) {
    boolean numbers = labels.stream().allMatch(text -> CellText.of(text) == CellText.NUMBER);
    Comparator<String> asText = Comparator.naturalOrder();
    return labels.stream()
        .sorted(
            numbers
                ? Comparator.comparingDouble(Double::parseDouble).thenComparing(asText)
                : asText)
        .toList();
  }
}

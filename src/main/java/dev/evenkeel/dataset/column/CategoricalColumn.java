package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.ColumnSinks;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of categories, a feature or the label. Codes are written in order of appearance; {@link
 * #codes} tells what each becomes once all are known and sorted.
 */
public final class CategoricalColumn implements Column {

  /** Longer texts are prose, not categories. */
  static final int LONGEST_CATEGORY = 500;

  private final String name;
  private final ColumnSinks sinks;
  private final CategoryLimit limit;
  private final boolean required;
  private final Map<String, Category> categories = new HashMap<>();
  private long missing;

  private static final class Category {
    final int code;
    long count;

    Category(int code) {
      this.code = code;
    }
  }

  /**
   * @param required whether every row needs a category: the label
   */
  public CategoricalColumn(String name, ColumnSinks sinks, CategoryLimit limit, boolean required) {
    this.name = name;
    this.sinks = sinks;
    this.limit = limit;
    this.required = required;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    cells.readCell();
    String text = cells.text();
    Category known = categories.get(text);
    if (known != null) {
      known.count++;
      sinks.tensor().append(known.code);
    } else {
      sinks.tensor().append(firstSeen(text, cells));
    }
  }

  private float firstSeen(String text, Cells cells) {
    if (CellText.isMissing(text)) {
      miss(text, cells);
      return Float.NaN;
    }
    if (text.length() > LONGEST_CATEGORY) {
      sinks
          .faults()
          .badCell(
              cells.line(),
              name,
              text,
              "is longer than %d characters, too long for a category".formatted(LONGEST_CATEGORY));
      return Float.NaN;
    }
    limit.requireRoom(name, categories.size() + 1);
    Category category = new Category(categories.size());
    category.count = 1;
    categories.put(text, category);
    return category.code;
  }

  private void miss(String text, Cells cells) {
    missing++;
    if (required) {
      sinks.faults().badCell(cells.line(), name, text, "is no label; every example needs one");
    } else {
      sinks.missing().note(cells, name);
    }
  }

  /** Sorted as numbers where all are numbers, else as text. */
  public List<String> sortedCategories() {
    return LabelOrder.sorted(categories.keySet());
  }

  /** By code as written, the index in {@link #sortedCategories}. */
  public int[] codes() {
    List<String> sorted = sortedCategories();
    int[] codes = new int[sorted.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[categories.get(sorted.get(i)).code] = i;
    }
    return codes;
  }

  /** The category of a code as written. */
  String category(int code) {
    return categories.entrySet().stream()
        .filter(entry -> entry.getValue().code == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public ColumnProfile profile() {
    Map<String, Long> counts = new HashMap<>();
    categories.forEach((text, category) -> counts.put(text, category.count));
    return ColumnProfile.ofCategories(name, counts, missing);
  }

  /** Counts of all categories, for warnings. */
  public List<Long> counts() {
    return categories.values().stream().map(category -> category.count).toList();
  }
}

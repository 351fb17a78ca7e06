package dev.evenkeel.training.data;

import java.util.List;

/**
 * Turns the category and class indices of one dataset into those of another with the same columns.
 * A dataset may lack a category or class that the other has, never the other way round.
 */
final class SchemaTranslation {

  private final int[][] categories;
  private final int[] classes;

  private SchemaTranslation(int[][] categories, int[] classes) {
    this.categories = categories;
    this.classes = classes;
  }

  static SchemaTranslation between(DatasetSchema own, DatasetSchema wanted, String name) {
    List<String> differences = SchemaDifferences.between(own, wanted);
    if (!differences.isEmpty()) {
      throw new UnusableDataException(
          "schema_mismatch",
          "The %s dataset does not fit the training dataset: %s."
              .formatted(name, String.join("; ", differences)));
    }
    int[][] categories = new int[own.features().size()][];
    for (int c = 0; c < categories.length; c++) {
      categories[c] =
          positions(own.features().get(c).categories(), wanted.features().get(c).categories());
    }
    return new SchemaTranslation(categories, positions(own.classes(), wanted.classes()));
  }

  void translateFeatures(float[] cells, int positions) {
    for (int position = 0; position < positions; position++) {
      for (int c = 0; c < categories.length; c++) {
        int at = position * categories.length + c;
        cells[at] = translate(cells[at], categories[c]);
      }
    }
  }

  void translateTargets(float[] row) {
    row[0] = translate(row[0], classes);
  }

  private static float translate(float index, int[] positions) {
    return positions.length == 0 || !Float.isFinite(index) ? index : positions[(int) index];
  }

  private static int[] positions(List<String> own, List<String> wanted) {
    return own.stream().mapToInt(wanted::indexOf).toArray();
  }
}

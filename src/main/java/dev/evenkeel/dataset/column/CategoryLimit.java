package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;

/** How many categories columns may have, each and together. */
public final class CategoryLimit {

  private final int most;
  private final int mostTogether;
  private final String noun;
  private final String advice;
  private int together;

  private CategoryLimit(int most, int mostTogether, String noun, String advice) {
    this.most = most;
    this.mostTogether = mostTogether;
    this.noun = noun;
    this.advice = advice;
  }

  static CategoryLimit ofFeatures(DatasetSettings limits) {
    return new CategoryLimit(
        limits.maxCategories(),
        limits.maxFeatureWidth(),
        "categories",
        "Leave it out with \"columns\": {\"<name>\": {\"type\": \"ignore\"}}.");
  }

  public static CategoryLimit ofClasses(DatasetSettings limits) {
    return new CategoryLimit(
        limits.maxClasses(),
        limits.maxClasses(),
        "classes",
        "If it holds numbers to be predicted, the task is \"regression\".");
  }

  /**
   * @param categories how many the column has with the one just seen
   */
  void requireRoom(String column, int categories) {
    together++;
    if (categories > most || together > mostTogether) {
      throw UnreadableFile.because(
          "too_many_" + noun,
          "Column '%s' has more than %d %s, the most that is taken%s. %s"
              .formatted(
                  column,
                  categories > most ? most : mostTogether,
                  noun,
                  categories > most ? "" : " in all columns together",
                  advice));
    }
  }
}

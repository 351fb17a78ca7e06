package dev.evenkeel.dataset.cells;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an upload may be at most.
 *
 * @param maxBytes the file as it is sent
 * @param maxDecompressedBytes what a compressed file may become
 * @param maxRows examples
 * @param maxColumns columns of the file
 * @param maxCellBytes one cell, in bytes of UTF-8
 * @param maxCategories distinct values of one categorical column
 * @param maxClasses distinct labels
 * @param maxFeatureWidth network inputs: one a number, one a category
 * @param maxSequences sequences of a file; their ids are held in memory
 * @param maxSequenceSteps steps of one sequence
 * @param maxTokens different words of a text column; they are held in memory
 * @param maxZipEntries files and folders in a zip
 * @param maxImagePixels of one image as it is sent
 * @param maxExampleValues numbers of one sequence or image, scaled
 */
@ConfigurationProperties("evenkeel.datasets")
public record DatasetSettings(
    @DefaultValue("4294967296") long maxBytes,
    @DefaultValue("8589934592") long maxDecompressedBytes,
    @DefaultValue("100000000") long maxRows,
    @DefaultValue("20000") int maxColumns,
    @DefaultValue("10000") int maxCellBytes,
    @DefaultValue("1000") int maxCategories,
    @DefaultValue("1000") int maxClasses,
    @DefaultValue("100000") int maxFeatureWidth,
    @DefaultValue("1000000") int maxSequences,
    @DefaultValue("100000") int maxSequenceSteps,
    @DefaultValue("500000") int maxTokens,
    @DefaultValue("250000") int maxZipEntries,
    @DefaultValue("100000000") long maxImagePixels,
    @DefaultValue("1000000") int maxExampleValues) {

  private static final int CELL_BYTES_BOUND = 1 << 20;

  public DatasetSettings {
    require("max-bytes", maxBytes, 1, Long.MAX_VALUE);
    require("max-decompressed-bytes", maxDecompressedBytes, 1, Long.MAX_VALUE);
    require("max-rows", maxRows, 1, Integer.MAX_VALUE);
    require("max-columns", maxColumns, 2, 1_000_000);
    require("max-cell-bytes", maxCellBytes, 1, CELL_BYTES_BOUND);
    require("max-categories", maxCategories, 2, 1_000_000);
    require("max-classes", maxClasses, 2, 1_000_000);
    require("max-feature-width", maxFeatureWidth, 1, 10_000_000);
    require("max-sequences", maxSequences, 1, 100_000_000);
    require("max-sequence-steps", maxSequenceSteps, 1, 100_000_000);
    // Tokens are stored as float32, which counts no further.
    require("max-tokens", maxTokens, 2, 1 << 24);
    require("max-zip-entries", maxZipEntries, 1, 10_000_000);
    require("max-image-pixels", maxImagePixels, 1, 1_000_000_000);
    require("max-example-values", maxExampleValues, 1, 100_000_000);
  }

  public static DatasetSettings defaults() {
    return new DatasetSettings(
        4L << 30,
        8L << 30,
        100_000_000,
        20_000,
        10_000,
        1_000,
        1_000,
        100_000,
        1_000_000,
        100_000,
        500_000,
        250_000,
        100_000_000,
        1_000_000);
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "evenkeel.datasets.%s (%d) must lie between %d and %d."
              .formatted(name, value, least, most));
    }
  }
}

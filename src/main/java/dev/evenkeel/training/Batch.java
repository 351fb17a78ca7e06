package dev.evenkeel.training;

/**
 * The examples of one step, after preprocessing. Arrays may be longer than needed and are reused:
 * copy what you keep.
 *
 * @param size number of examples n
 * @param features [n, featureWidth], row by row
 * @param labels [n, labelWidth], row by row: one-hot classes, or targets
 * @param weights a weight for each example, or an empty array where all count the same
 * @param rows row numbers in the dataset, from 0
 */
public record Batch(
    int size,
    float[] features,
    int featureWidth,
    float[] labels,
    int labelWidth,
    float[] weights,
    int[] rows) {}

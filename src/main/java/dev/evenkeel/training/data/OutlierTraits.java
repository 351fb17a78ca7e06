package dev.evenkeel.training.data;

import java.util.List;

/**
 * What tells whether a dataset's outliers are errors or what is looked for: whose they are, whether
 * their targets differ, how absurd they are.
 *
 * @param classes the rows of each class; empty for numbers
 * @param targetShift by how many standard errors the outliers' mean target is off the others'; 0
 *     for classes
 * @param targetSpread the standard deviation of the outliers' targets relative to all targets'; 1
 *     for classes
 * @param excess by what factor half of the outliers are beyond the limit that makes an outlier
 */
public record OutlierTraits(
    List<ClassRows> classes, double targetShift, double targetSpread, double excess) {

  public OutlierTraits {
    classes = List.copyOf(classes);
  }

  /**
   * A class.
   *
   * @param rows of all that were looked at
   * @param far outliers among them
   */
  public record ClassRows(String name, int rows, int far) {}

  static OutlierTraits none() {
    return new OutlierTraits(List.of(), 0, 1, 1);
  }
}

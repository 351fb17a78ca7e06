package dev.evenkeel.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a dataset's raw numbers look like, for the checks before a run. It never changes, and is
 * small whatever the dataset's size.
 *
 * @param columns the numeric input columns, without the outliers
 * @param categorical the input columns of categories
 * @param broken examples with a cell or target that is not finite
 * @param outliers examples with a cell far beyond what its column's others let expect; none where
 *     there are so many that they are another kind of data
 * @param traits of the outliers
 * @param looked examples that were looked at for {@code broken} and {@code outliers}
 * @param targets of numbers to be learned; empty for classes
 * @param labels classes of examples in the dataset's order, in blocks of neighbours; −1 where
 *     missing; empty for numbers
 * @param values the first target's numbers likewise; empty for classes and forecasts
 */
public record DataFacts(
    List<Column> columns,
    List<Categories> categorical,
    Rows broken,
    Rows outliers,
    OutlierTraits traits,
    int looked,
    List<Column> targets,
    int[] labels,
    float[] values) {

  /** Labels that are looked at; fewer are those of all examples. */
  static final int MOST_LABELS = 50_000;

  public DataFacts {
    columns = List.copyOf(columns);
    categorical = List.copyOf(categorical);
    targets = List.copyOf(targets);
  }

  /**
   * A column of numbers.
   *
   * @param spread 95 % quantile of the distances from the median among the cells that are not the
   *     median itself; 0 where hardly any cell is
   * @param large the median's size and the 99.9 % quantile of the distances from it
   * @param varied the share of cells that are not the median
   * @param quantiles of the cells, in steps of half a percent from the least to the largest; empty
   *     for inputs
   */
  public record Column(
      String name,
      double spread,
      double mean,
      double std,
      double large,
      double varied,
      float[] quantiles) {

    /** The share of cells outside bounds, to half a percent; any beyond is at least that. */
    public double shareOutside(double least, double most) {
      int outside = 0;
      for (float one : quantiles) {
        outside += one < least || one > most ? 1 : 0;
      }
      return quantiles.length == 0 ? 0 : (double) outside / quantiles.length;
    }

    /** The least cell; 0 where none is known. */
    public double least() {
      return quantiles.length == 0 ? 0 : quantiles[0];
    }

    /** The largest cell; 0 where none is known. */
    public double largest() {
      return quantiles.length == 0 ? 0 : quantiles[quantiles.length - 1];
    }

    /** Root mean square of the cells. */
    public double size() {
      return Math.sqrt(mean * mean + std * std);
    }
  }

  /**
   * A column of categories.
   *
   * @param shares of the cells that are not missing, by category; those that none has are left out
   * @param cells that they were counted over
   */
  public record Categories(String name, Map<String, Double> shares, int cells) {

    public Categories {
      shares = Map.copyOf(shares);
    }
  }

  /**
   * Examples of the dataset, counted from 0.
   *
   * @param first at most 10,000 of them, ascending
   * @param count of all
   */
  public record Rows(List<Integer> first, int count) {

    public Rows {
      first = List.copyOf(first);
    }

    static Rows none() {
      return new Rows(List.of(), 0);
    }
  }

  /** Whether the labels are those of all examples, so that they can be told by their row. */
  public boolean isOfAll() {
    return Math.max(labels.length, values.length) < MOST_LABELS;
  }

  /** Nothing is known. */
  public static DataFacts none() {
    return new DataFacts(
        List.of(),
        List.of(),
        Rows.none(),
        Rows.none(),
        OutlierTraits.none(),
        0,
        List.of(),
        new int[0],
        new float[0]);
  }

  /** Looks at the dataset in a folder; of texts nothing is known. */
  public static DataFacts of(Path folder) throws IOException {
    if (DatasetTensors.readSchema(folder).isText()) {
      return none();
    }
    try (DatasetTensors tensors =
        DatasetTensors.open(folder, (List<DatasetSchema.FeatureColumn>) null)) {
      return new DataScan(tensors).facts();
    }
  }
}

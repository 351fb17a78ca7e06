package dev.evenkeel.training.data;

/**
 * The examples of one split as the network sees them.
 *
 * <p>Belongs to one thread.
 */
public sealed interface PreparedSplit extends AutoCloseable permits ScratchSplit, EncodedSplit {

  int size();

  /** Inputs at one position. */
  int featureWidth();

  int labelWidth();

  /** Steps or pixels of an example; 1 in a table. */
  int positions(int example);

  /** The number of the example in the dataset that it came from. */
  int row(int example);

  /** Writes [positions, featureWidth] numbers. */
  void readFeatures(int example, float[] into, int at);

  void readLabels(int example, float[] into, int at);

  @Override
  void close();
}

package dev.evenkeel.training.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of a dataset make up examples.
 *
 * <p>An example is [positions, columns]: one position in a table, one a time step in a sequence,
 * one a pixel in an image. Columns are what the schema calls features.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Layout.Table.class),
  @JsonSubTypes.Type(Layout.Sequences.class),
  @JsonSubTypes.Type(Layout.Windows.class),
  @JsonSubTypes.Type(Layout.Images.class)
})
public sealed interface Layout {

  /** The most positions that an example has. */
  int positions();

  /** One row of {@code features.npy} an example: [examples, columns]. */
  @JsonTypeName("table")
  record Table() implements Layout {

    @Override
    public int positions() {
      return 1;
    }
  }

  /**
   * Sequences one after the other, [all steps, columns]; example i is the steps from {@code
   * offsets[i]} up to {@code offsets[i + 1]} of {@code offsets.npy}.
   *
   * @param shortest steps of the shortest sequence, at least 1
   * @param longest steps of the longest
   * @param sequenceId the column of a long-form file that says which sequence a row belongs to, or
   *     null where the dataset was no such file
   * @param time the column that orders the rows of a sequence; null likewise
   */
  @JsonTypeName("sequences")
  record Sequences(int shortest, int longest, @Nullable String sequenceId, @Nullable String time)
      implements Layout {

    /** Sequences that come from no long-form file. */
    public Sequences(int shortest, int longest) {
      this(shortest, longest, null, null);
    }

    @Override
    public int positions() {
      return longest;
    }

    /** Whether a batch needs padding. */
    public boolean varies() {
      return shortest < longest;
    }
  }

  /**
   * Windows on one series [steps, columns]: example i sees the steps from i up to i + window and is
   * to say the targets of the {@code horizon} steps that follow. There is no {@code targets.npy}:
   * the targets are columns of the series.
   *
   * @param season steps after which the series repeats itself, or null where nobody has said
   * @param time the column that ascends from row to row, or null where that is not known
   */
  @JsonTypeName("windows")
  record Windows(
      long steps, int window, int horizon, @Nullable Integer season, @Nullable String time)
      implements Layout {

    /** Windows on a series whose column of times is not known. */
    public Windows(long steps, int window, int horizon, @Nullable Integer season) {
      this(steps, window, horizon, season, null);
    }

    @Override
    public int positions() {
      return window;
    }

    public long windows() {
      return Math.max(0, steps - window - horizon + 1);
    }
  }

  /**
   * Images, one a row: [examples, height · width · channels], rows of the image from the top,
   * channels last. Columns are the channels.
   *
   * @param bytes whether numbers are bytes, 0 to 255, as pictures have them; else any numbers
   */
  @JsonTypeName("images")
  record Images(int height, int width, boolean bytes) implements Layout {

    /** Images of any numbers. */
    public Images(int height, int width) {
      this(height, width, false);
    }

    @Override
    public int positions() {
      return height * width;
    }
  }
}

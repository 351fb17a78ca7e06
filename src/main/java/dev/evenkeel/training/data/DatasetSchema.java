package dev.evenkeel.training.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the tensors of a stored dataset mean. Written as {@code schema.json} beside them.
 *
 * <p>{@code features.npy} is float32 or, for images of bytes, uint8; its rows are what {@link
 * Layout} says, its columns the {@code features} in their order: numbers as they are, a categorical
 * column as the index of its category, text as one token a step, an index into {@code tokens.txt};
 * a missing cell is NaN. {@code targets.npy} is float32 [examples, 1] with the class index for
 * classification, [examples, targets.size()] with raw values for regression; NaN where missing.
 *
 * @param examples rows of a table, sequences, windows or images
 * @param features input columns in file order; channels of images
 * @param targets names of the target columns
 * @param classes sorted labels; empty for regression and forecasting
 * @param ignored columns of the file that are not used: a prediction may hold them all the same
 */
public record DatasetSchema(
    Task task,
    long examples,
    Layout layout,
    List<FeatureColumn> features,
    List<String> targets,
    List<String> classes,
    @Nullable List<String> ignored) {

  @JsonCreator
  public DatasetSchema {
    ignored = ignored == null ? List.of() : List.copyOf(ignored);
  }

  /** A dataset all of whose columns are used. */
  public DatasetSchema(
      Task task,
      long examples,
      Layout layout,
      List<FeatureColumn> features,
      List<String> targets,
      List<String> classes) {
    this(task, examples, layout, features, targets, classes, List.of());
  }

  public static final String FILE = "schema.json";
  public static final String FEATURES_FILE = "features.npy";
  public static final String TARGETS_FILE = "targets.npy";

  /** int64 [examples + 1]: where each sequence begins, and the end of the last. */
  public static final String OFFSETS_FILE = "offsets.npy";

  /** UTF-8, one token a line: line k is token k of a text column. */
  public static final String TOKENS_FILE = "tokens.txt";

  /** What is learned. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION,
    FORECASTING
  }

  /**
   * An input column.
   *
   * @param categories sorted category names; empty for numbers and text
   * @param text what is known of a text column, or null
   */
  public record FeatureColumn(
      String name,
      List<String> categories,
      // By its own name: isText, which is not written, would take the field along.
      @JsonProperty("text") @Nullable Text text) {

    /** A column of numbers (no categories) or of categories. */
    public FeatureColumn(String name, List<String> categories) {
      this(name, categories, null);
    }

    @JsonIgnore
    public boolean isCategorical() {
      return !categories.isEmpty();
    }

    @JsonIgnore
    public boolean isText() {
      return text != null;
    }

    /** Network inputs that this column becomes: one a category, or one number. */
    public int width() {
      return isCategorical() ? categories.size() : 1;
    }
  }

  /**
   * The words of a text column.
   *
   * @param tokens different tokens of the whole dataset, the lines of {@code tokens.txt}
   * @param vocabulary the most tokens that a model may learn, unknown and padding not counted
   * @param maxTokens where longer texts are cut
   */
  public record Text(int tokens, int vocabulary, int maxTokens) {

    /** Texts cut where they are unless somebody says otherwise. */
    public Text(int tokens, int vocabulary) {
      this(tokens, vocabulary, 256);
    }

    /** Ids that a network may see: padding, unknown and the learned tokens. */
    @JsonIgnore
    public int ids() {
      return Math.min(tokens, vocabulary) + 2;
    }
  }

  /** The schema of a table. */
  public static DatasetSchema table(
      Task task,
      long examples,
      List<FeatureColumn> features,
      List<String> targets,
      List<String> classes) {
    return new DatasetSchema(task, examples, new Layout.Table(), features, targets, classes);
  }

  /** The same with columns that are in the file and not used. */
  public DatasetSchema ignoring(List<String> names) {
    return new DatasetSchema(task, examples, layout, features, targets, classes, names);
  }

  /** The same with the input columns of another dataset, whose categories a model has learned. */
  public DatasetSchema withFeatures(List<FeatureColumn> others) {
    return new DatasetSchema(task, examples, layout, others, targets, classes, ignored);
  }

  /** Network inputs of one position of an example. */
  public int featureWidth() {
    return features.stream().mapToInt(FeatureColumn::width).sum();
  }

  /** Whether examples are texts. */
  @JsonIgnore
  public boolean isText() {
    return features.size() == 1 && features.get(0).isText();
  }

  /** Numbers that a network for this dataset answers with. */
  @JsonIgnore
  public int outputs() {
    return task == Task.CLASSIFICATION ? classes.size() : targetNames().size();
  }

  /**
   * A name for each number to be learned: the targets; for a horizon of several steps {@code
   * target[t+1]}, {@code target[t+2]} …, all targets of a step together.
   */
  @JsonIgnore
  public List<String> targetNames() {
    if (!(layout instanceof Layout.Windows windows) || windows.horizon() == 1) {
      return targets;
    }
    return IntStream.rangeClosed(1, windows.horizon())
        .boxed()
        .flatMap(step -> targets.stream().map(target -> "%s[t+%d]".formatted(target, step)))
        .toList();
  }

  /**
   * [features], [steps, features] with null for steps that differ, or [height, width, channels].
   */
  @JsonIgnore
  public List<@Nullable Integer> inputShape() {
    int width = featureWidth();
    if (layout instanceof Layout.Sequences sequences) {
      return Arrays.asList(sequences.varies() ? null : sequences.longest(), width);
    }
    if (layout instanceof Layout.Windows windows) {
      return List.of(windows.window(), width);
    }
    return layout instanceof Layout.Images images
        ? List.of(images.height(), images.width(), width)
        : List.of(width);
  }
}

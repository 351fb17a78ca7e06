package dev.evenkeel.prediction;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model's raw examples look like: their layout, and the columns of a position. Immutable.
 */
public final class InputSchema {

  /** What a name that is no input column stands for. */
  public static final int TARGET = -1;

  public static final int UNKNOWN = -2;

  /** The id of a sequence, or the time of a step. */
  static final int KEY = -3;

  private final List<InputColumn> columns;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<String> targets;
  private final Layout layout;
  private final int mostPositions;
  private final @Nullable TextInput text;

  private InputSchema(ModelManifest manifest, List<InputColumn> columns, int mostPositions) {
    this.columns = columns;
    this.targets = new HashSet<>(manifest.schema().targets());
    // The rows may come as the dataset had them.
    this.targets.addAll(manifest.schema().ignored());
    this.layout = manifest.schema().layout();
    this.mostPositions = mostPositions;
    this.text = text(manifest);
    for (InputColumn column : columns) {
      positions.put(column.name(), positions.size());
    }
  }

  /**
   * @param mostPositions of an example, where its layout leaves that open
   */
  static InputSchema of(ModelManifest manifest, int mostPositions) {
    boolean fillsMissing = manifest.preprocessing().missing() == MissingPolicy.MEAN;
    InputRange range = range(manifest);
    return new InputSchema(
        manifest,
        manifest.preprocessing().columns().stream()
            .map(column -> new InputColumn(column, fillsMissing, range))
            .toList(),
        mostPositions);
  }

  private static InputRange range(ModelManifest manifest) {
    if (manifest.preprocessing().encoding() == InputEncoding.CODES) {
      LayerShape embedding = manifest.layers().get(0);
      return InputRange.codes(embedding.parameters() / embedding.outputs());
    }
    boolean bytes = manifest.schema().layout() instanceof Layout.Images images && images.bytes();
    return bytes ? InputRange.BYTES : InputRange.ANY;
  }

  private @Nullable TextInput text(ModelManifest manifest) {
    DatasetSchema.Text text = manifest.schema().features().get(0).text();
    return text == null || columns.size() != 1
        ? null
        : new TextInput(
            columns.get(0),
            manifest.preprocessing().columns().get(0).vocabulary(),
            text.maxTokens());
  }

  /** How texts become examples, where examples are texts. */
  @Nullable
  public TextInput text() {
    return text;
  }

  public Layout layout() {
    return layout;
  }

  /** Whether an example is one row of values by column name. */
  public boolean takesRows() {
    return layout instanceof Layout.Table || text != null;
  }

  /** Why there are no rows, and what to send instead. */
  public String withoutRows() {
    return layout instanceof Layout.Images
        ? "The model takes images, not rows. Send inputs, [height][width][channels] each, or an image/png or image/jpeg."
        : "The model takes sequences, not rows. Send inputs, [steps][columns] each, or text/csv.";
  }

  /** Why there is no CSV, and what to send instead. */
  public String withoutCsv() {
    return layout instanceof Layout.Images
        ? "The model takes images, which no CSV holds. Send image/png, image/jpeg or JSON."
        : "The model was trained on arrays, which have no ids or times that a CSV could name. Send JSON.";
  }

  /** The column that says which sequence a row of a file belongs to. */
  @Nullable
  public String sequenceId() {
    return layout instanceof Layout.Sequences sequences ? sequences.sequenceId() : null;
  }

  /** The column that orders the rows of a file. */
  @Nullable
  public String time() {
    if (layout instanceof Layout.Sequences sequences) {
      return sequences.time();
    }
    return layout instanceof Layout.Windows windows ? windows.time() : null;
  }

  /** Columns of a file that say where a row belongs. */
  public List<String> keys() {
    return Stream.of(sequenceId(), time()).flatMap(Stream::ofNullable).toList();
  }

  /** The fewest positions that an example may have. */
  public int fewestPositions() {
    return varies() ? 1 : layout.positions();
  }

  /** The most positions that an example may have; longer than in training where lengths differ. */
  public int mostPositions() {
    return varies() ? Math.max(layout.positions(), mostPositions) : layout.positions();
  }

  private boolean varies() {
    return layout instanceof Layout.Sequences sequences && sequences.varies();
  }

  /** Numbers at one position. */
  public int width() {
    return columns.size();
  }

  public InputColumn column(int position) {
    return columns.get(position);
  }

  /** The position of a column, {@link #TARGET}, {@link #KEY} or {@link #UNKNOWN}. */
  public int position(String name) {
    Integer position = positions.get(name);
    if (position != null) {
      return position;
    }
    if (keys().contains(name)) {
      return KEY;
    }
    return targets.contains(name) ? TARGET : UNKNOWN;
  }

  /** The names of all columns, for a message; the first 20. */
  public String names() {
    String names = String.join(", ", columns.stream().limit(20).map(InputColumn::name).toList());
    return columns.size() > 20 ? names + " and %d more".formatted(columns.size() - 20) : names;
  }
}

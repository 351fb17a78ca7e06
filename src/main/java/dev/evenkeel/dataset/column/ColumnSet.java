package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.ColumnSinks;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.FloatSink;
import dev.evenkeel.dataset.cells.MissingLog;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.TextLimits;
import dev.evenkeel.training.data.OffsetsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of a file while it is read: which of them are inputs, and which are targets. */
public final class ColumnSet {

  private final DatasetSpec spec;
  private final DatasetSettings limits;
  private final CellFaults faults;
  private final MissingLog missing = new MissingLog();
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Column> features = new LinkedHashMap<>();
  private final Map<String, Column> targets = new LinkedHashMap<>();
  private final Map<ColumnType, Column> orders = new EnumMap<>(ColumnType.class);
  private long rows;

  /**
   * A row that was read.
   *
   * @param line file line on which it begins
   * @param complete whether it has as many cells as the header
   */
  public record Row(long line, boolean complete) {}

  /** Looks at each row as a whole when its cells have been read. */
  public interface RowEnd {

    void after(Row row) throws IOException;
  }

  public ColumnSet(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    this.limits = limits;
    faults = new CellFaults(spec.format().place());
  }

  /** How many columns are inputs. */
  public static int countFeatures(Map<String, ColumnType> types, DatasetSpec spec) {
    return (int)
        types.entrySet().stream()
            .filter(
                column ->
                    isInput(column.getValue())
                        && (spec.format().learnsFromTargets()
                            || !spec.targets().contains(column.getKey())))
            .count();
  }

  private static boolean isInput(ColumnType type) {
    return switch (type) {
      case NUMERIC, CATEGORICAL, TEXT -> true;
      case IGNORE, SEQUENCE_ID, TIME -> false;
    };
  }

  /**
   * Makes a reader for each column.
   *
   * @param inputs takes the values of the features, row by row
   * @param outputs takes those of the targets
   */
  public void plan(Map<String, ColumnType> types, FloatSink inputs, FloatSink outputs) {
    plan(types, inputs, outputs, null);
  }

  /**
   * The same for a file that may have a text column.
   *
   * @param lengths takes the numbers of words
   */
  public void plan(
      Map<String, ColumnType> types,
      FloatSink inputs,
      FloatSink outputs,
      @Nullable OffsetsWriter lengths) {
    CategoryLimit categories = CategoryLimit.ofFeatures(limits);
    ColumnSinks feature = new ColumnSinks(inputs, faults, missing);
    ColumnSinks target = new ColumnSinks(outputs, faults, missing);
    types.forEach(
        (name, type) -> {
          boolean isTarget = spec.targets().contains(name);
          Column column =
              type == ColumnType.TEXT
                  ? text(name, feature, Objects.requireNonNull(lengths))
                  : isTarget ? target(name, target) : column(name, type, feature, categories);
          columns.add(column);
          if (isTarget) {
            targets.put(name, column);
          }
          if (isInput(type) && (!isTarget || spec.format().learnsFromTargets())) {
            features.put(name, column);
          }
          orders.put(type, column);
        });
  }

  private Column text(String name, ColumnSinks sinks, OffsetsWriter lengths) {
    TextLimits text = Objects.requireNonNull(spec.columns().get(name).text());
    return new TextColumn(
        name, text, new TextColumn.TextIntake(sinks, lengths), limits.maxTokens());
  }

  private Column target(String name, ColumnSinks sinks) {
    return spec.targetType() == ColumnType.NUMERIC
        ? new NumericColumn(name, sinks)
        : new CategoricalColumn(name, sinks, CategoryLimit.ofClasses(limits), true);
  }

  private Column column(String name, ColumnType type, ColumnSinks sinks, CategoryLimit categories) {
    return switch (type) {
      case NUMERIC -> new NumericColumn(name, sinks);
      case CATEGORICAL -> new CategoricalColumn(name, sinks, categories, false);
      case IGNORE -> new IgnoredColumn(name);
      case TEXT -> throw new IllegalArgumentException("Texts need a place for their lengths.");
      case SEQUENCE_ID -> new SequenceIdColumn(name, faults, limits.maxSequences());
      case TIME -> new TimeColumn(name, faults);
    };
  }

  /** Reads all rows. */
  public void readRows(Cells cells, RowEnd end) throws IOException {
    Column[] inOrder = columns.toArray(Column[]::new);
    while (cells.nextRow()) {
      rows++;
      end.after(readRow(cells, inOrder));
      if (rows > limits.maxRows()) {
        throw UnreadableFile.tooLarge(
            "The file has more than %d rows, the most that is taken.".formatted(limits.maxRows()));
      }
    }
    faults.refuseIfAny();
    if (rows == 0) {
      throw UnreadableFile.because(
          "no_examples", "The file has a header but no rows. It needs one example a row.");
    }
    requireClasses();
  }

  /** What was found in the columns so far. */
  public ColumnFindings found() {
    return new ColumnFindings(spec, columns, features, targets, missing);
  }

  private Row readRow(Cells csv, Column[] inOrder) throws IOException {
    int cells = 0;
    long line = 0;
    while (cells < inOrder.length && csv.hasCell()) {
      inOrder[cells].readFrom(csv);
      line = cells++ == 0 ? csv.line() : line;
    }
    if (cells == inOrder.length && !csv.hasCell()) {
      return new Row(line, true);
    }
    while (csv.hasCell()) {
      csv.skipCell();
      cells++;
    }
    faults.raggedRow(line, cells, inOrder.length);
    return new Row(line, false);
  }

  private void requireClasses() {
    if (spec.targetType() == ColumnType.CATEGORICAL && found().classes().size() < 2) {
      throw UnreadableFile.because(
          "too_few_classes",
          "The target '%s' holds one class only. A classification needs at least 2."
              .formatted(spec.targets().get(0)));
    }
  }

  public long rows() {
    return rows;
  }

  /** Gives the categories of the inputs their final codes. */
  public void remapFeatures(Path tensor) throws IOException {
    remap(features, tensor);
  }

  /** Gives the classes of the targets their final codes. */
  public void remapTargets(Path tensor) throws IOException {
    remap(targets, tensor);
  }

  private static void remap(Map<String, Column> role, Path tensor) throws IOException {
    CodeRemapping remapping = new CodeRemapping(role.size());
    int index = 0;
    for (Column column : role.values()) {
      if (column instanceof CategoricalColumn categorical) {
        remapping.put(index, categorical.codes());
      }
      index++;
    }
    remapping.apply(tensor);
  }

  /** The column that orders the rows, of a format that has one. */
  public TimeColumn time() {
    return (TimeColumn) orders.get(ColumnType.TIME);
  }

  /** The column that says which sequence a row belongs to, of a format that has one. */
  public SequenceIdColumn sequenceId() {
    return (SequenceIdColumn) orders.get(ColumnType.SEQUENCE_ID);
  }

  /** The column of texts, of a file that has one. */
  public TextColumn text() {
    return (TextColumn) orders.get(ColumnType.TEXT);
  }

  public CellFaults faults() {
    return faults;
  }

  /** How the value of a target reads in the file, about. */
  public String targetText(int target, float value) {
    Column column = List.copyOf(targets.values()).get(target);
    if (Float.isNaN(value)) {
      return "";
    }
    return column instanceof CategoricalColumn categorical
        ? categorical.category((int) value)
        : Float.toString(value).replaceAll("\\.0$", "");
  }
}

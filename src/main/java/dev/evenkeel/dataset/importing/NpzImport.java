package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.archive.ZipArchive;
import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.ColumnSinks;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingLog;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.ByteStatistics;
import dev.evenkeel.dataset.column.CategoricalColumn;
import dev.evenkeel.dataset.column.CategoryLimit;
import dev.evenkeel.dataset.column.CodeRemapping;
import dev.evenkeel.dataset.column.Column;
import dev.evenkeel.dataset.column.NumericColumn;
import dev.evenkeel.dataset.npz.ArrayCells;
import dev.evenkeel.dataset.npz.NpyElements;
import dev.evenkeel.dataset.npz.NpzArray;
import dev.evenkeel.dataset.npz.NpzShapes;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.profile.ProfileWarnings;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.data.tensors.NpyBytesWriter;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns the arrays {@code x} and {@code y} of an .npz into tensors, in one pass each. One use. */
final class NpzImport implements DatasetImport {

  static final String INPUTS = "x";
  static final String TARGETS = "y";

  private final DatasetSpec spec;
  private final DatasetSettings limits;
  private final CellFaults faults = new CellFaults("Example");
  private final MissingLog missing = new MissingLog();
  private final List<ProfileWarning> warnings = new ArrayList<>();

  NpzImport(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    this.limits = limits;
  }

  @Override
  public Imported run(Path file, Path folder) throws IOException {
    try (ZipArchive zip = ZipArchive.open(file, limits)) {
      requireArrays(zip);
      NpzArray x = NpzArray.look(zip, INPUTS, limits);
      NpzArray y = NpzArray.look(zip, TARGETS, limits);
      new NpzShapes(x, y, spec.task(), limits).check();
      List<Column> targets = readTargets(y, zip, folder);
      List<ColumnProfile> inputs =
          x.rank() == 4 && x.type().isByte()
              ? readBytes(x, zip, folder)
              : readNumbers(x, zip, folder);
      return imported(layout(x, folder), x.size(0), inputs, targets);
    }
  }

  private void requireArrays(ZipArchive zip) {
    List<String> names = StreamSupport.stream(zip.names().spliterator(), false).toList();
    List<String> arrays = names.stream().map(name -> name.replaceAll("\\.npy$", "")).toList();
    for (String needed : List.of(INPUTS, TARGETS)) {
      if (!zip.has(NpzArray.entry(needed))) {
        throw UnreadableFile.because(
            "missing_array",
            "The file has no array '%s'. It has: %s. Save it with np.savez('data.npz', x=…, y=…)."
                .formatted(needed, arrays.isEmpty() ? "none" : ProfileWarnings.named(arrays)));
      }
    }
    List<String> others =
        arrays.stream().filter(name -> !name.equals(INPUTS) && !name.equals(TARGETS)).toList();
    if (!others.isEmpty()) {
      warnings.add(
          new ProfileWarning(
              "ignored_arrays",
              "Arrays that are neither 'x' nor 'y' and were left out: %s."
                  .formatted(ProfileWarnings.named(others))));
    }
  }

  private List<Column> readTargets(NpzArray y, ZipArchive zip, Path folder) throws IOException {
    int count = y.rank() == 1 ? 1 : Math.toIntExact(y.size(1));
    Path file = folder.resolve(DatasetSchema.TARGETS_FILE);
    List<Column> columns;
    try (NpyWriter out = new NpyWriter(file, count);
        ArrayCells cells = new ArrayCells(y.open(zip, folder), y, count)) {
      ColumnSinks sinks = new ColumnSinks(out::append, faults, missing);
      columns = targetNames(y, count).map(name -> target(name, sinks)).toList();
      readAll(cells, columns);
      faults.refuseIfAny();
      requireWhole(cells);
      out.finish();
      warnOfLostDigits(cells, y);
    }
    if (columns.get(0) instanceof CategoricalColumn labels) {
      requireClasses(labels);
      CodeRemapping remapping = new CodeRemapping(1);
      remapping.put(0, labels.codes());
      remapping.apply(file);
    }
    return columns;
  }

  private static Stream<String> targetNames(NpzArray y, int count) {
    return y.rank() == 1 || count == 1
        ? Stream.of(TARGETS)
        : IntStream.range(0, count).mapToObj(i -> TARGETS + i);
  }

  private Column target(String name, ColumnSinks sinks) {
    return spec.task() == Task.CLASSIFICATION
        ? new CategoricalColumn(name, sinks, CategoryLimit.ofClasses(limits), true)
        : new NumericColumn(name, sinks);
  }

  private static void requireWhole(ArrayCells labels) {
    if (labels.fractionalLabel() != null) {
      throw UnreadableFile.because(
          "bad_label",
          "Array 'y' holds %s. Labels are whole numbers, booleans or texts; numbers to be predicted are for task regression."
              .formatted(labels.fractionalLabel()));
    }
  }

  private static void requireClasses(CategoricalColumn labels) {
    if (labels.sortedCategories().size() < 2) {
      throw UnreadableFile.because(
          "too_few_classes", "Array 'y' holds one class only. A classification needs at least 2.");
    }
  }

  private static void readAll(Cells cells, List<Column> columns) throws IOException {
    Column[] inOrder = columns.toArray(Column[]::new);
    while (cells.nextRow()) {
      for (Column column : inOrder) {
        column.readFrom(cells);
      }
    }
  }

  private List<ColumnProfile> readNumbers(NpzArray x, ZipArchive zip, Path folder)
      throws IOException {
    long width = x.size(x.rank() - 1);
    int rowValues = Math.toIntExact(x.rank() == 4 ? x.elementsPerRow() : width);
    try (NpyWriter out = new NpyWriter(folder.resolve(DatasetSchema.FEATURES_FILE), rowValues);
        ArrayCells cells = new ArrayCells(x.open(zip, folder), x, width)) {
      ColumnSinks sinks = new ColumnSinks(out::append, faults, missing);
      List<Column> columns = names(x).<Column>map(name -> new NumericColumn(name, sinks)).toList();
      readAll(cells, columns);
      out.finish();
      warnOfLostDigits(cells, x);
      return columns.stream().map(Column::profile).toList();
    }
  }

  private List<ColumnProfile> readBytes(NpzArray x, ZipArchive zip, Path folder)
      throws IOException {
    int width = Math.toIntExact(x.size(3));
    ByteStatistics[] statistics = new ByteStatistics[width];
    Arrays.setAll(statistics, channel -> new ByteStatistics());
    int channel = 0;
    try (NpyBytesWriter out =
            new NpyBytesWriter(
                folder.resolve(DatasetSchema.FEATURES_FILE), Math.toIntExact(x.elementsPerRow()));
        NpyElements elements = x.open(zip, folder)) {
      for (ByteBuffer some = elements.next(); some.hasRemaining(); some = elements.next()) {
        out.append(some.array(), some.position(), some.remaining());
        while (some.hasRemaining()) {
          statistics[channel].add(some.get());
          channel = channel + 1 == width ? 0 : channel + 1;
        }
      }
      out.finish();
    }
    List<String> names = names(x).toList();
    return IntStream.range(0, width).mapToObj(i -> statistics[i].profile(names.get(i))).toList();
  }

  private static Stream<String> names(NpzArray x) {
    String prefix = x.rank() == 4 ? "channel_" : INPUTS;
    return LongStream.range(0, x.size(x.rank() - 1)).mapToObj(i -> prefix + i);
  }

  private void warnOfLostDigits(ArrayCells cells, NpzArray array) {
    if (cells.lostDigits()) {
      warnings.add(
          new ProfileWarning(
              "lost_digits",
              "Array '%s' holds whole numbers that float32 rounds (beyond 16,777,216). Subtract what they have in common before saving."
                  .formatted(array.name())));
    }
  }

  private static Layout layout(NpzArray x, Path folder) throws IOException {
    if (x.rank() == 2) {
      return new Layout.Table();
    }
    if (x.rank() == 4) {
      return new Layout.Images(
          Math.toIntExact(x.size(1)), Math.toIntExact(x.size(2)), x.type().isByte());
    }
    try (OffsetsWriter offsets = new OffsetsWriter(folder.resolve(DatasetSchema.OFFSETS_FILE))) {
      for (long i = 0; i < x.size(0); i++) {
        offsets.append(Math.toIntExact(x.size(1)));
      }
      return offsets.finish();
    }
  }

  private Imported imported(
      Layout layout, long examples, List<ColumnProfile> inputs, List<Column> targets) {
    CategoricalColumn labels =
        targets.get(0) instanceof CategoricalColumn categorical ? categorical : null;
    DatasetSchema schema =
        new DatasetSchema(
            spec.task(),
            examples,
            layout,
            inputs.stream().map(input -> new FeatureColumn(input.name(), List.of())).toList(),
            targets.stream().map(Column::name).toList(),
            labels == null ? List.of() : labels.sortedCategories());
    List<ColumnProfile> profiles =
        Stream.concat(inputs.stream(), targets.stream().map(Column::profile)).toList();
    List<Long> classCounts = labels == null ? List.of() : labels.counts();
    warnings.addAll(0, ProfileWarnings.of(profiles, Set.copyOf(schema.targets()), classCounts));
    return new Imported(
        schema,
        new DatasetProfile(
            schema.inputShape(),
            schema.classes(),
            profiles,
            List.copyOf(warnings),
            missing.cells()));
  }
}

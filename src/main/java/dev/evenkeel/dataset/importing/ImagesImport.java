package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.archive.ZipArchive;
import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.ByteStatistics;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.profile.ProfileWarnings;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.image.BadImageException;
import dev.evenkeel.image.ImageDecoder;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.tensors.NpyBytesWriter;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a zip of images into bytes of one size, one image in memory at a time. One use. */
final class ImagesImport implements DatasetImport {

  static final String TARGET = "class";

  /** As a file; far more than a photograph has. */
  private static final int MOST_IMAGE_BYTES = 32 << 20;

  private final FileFormat.Images format;
  private final DatasetSettings limits;
  private final List<String> channels;
  private final List<ByteStatistics> statistics;
  private final CellFaults faults = new CellFaults("File");

  ImagesImport(FileFormat.Images format, DatasetSettings limits) {
    this.format = format;
    this.limits = limits;
    channels = format.channels() == 1 ? List.of("gray") : List.of("red", "green", "blue");
    statistics = channels.stream().map(channel -> new ByteStatistics()).toList();
  }

  @Override
  public Imported run(Path file, Path folder) throws IOException {
    requireSize();
    try (ZipArchive zip = ZipArchive.open(file, limits)) {
      ImageFolders folders = ImageFolders.of(zip, format.root(), limits);
      requireRoom(folders);
      write(zip, folders, folder);
      return imported(folders);
    }
  }

  private void requireSize() {
    if (values() > limits.maxExampleValues()) {
      throw ServiceException.invalid(
          List.of(
              new Fault(
                  "/height",
                  "out_of_range",
                  "height · width · channels is %d; an example has at most %d numbers. Scale to less."
                      .formatted(values(), limits.maxExampleValues()))));
    }
  }

  /** Small images may become large ones. */
  private void requireRoom(ImageFolders folders) {
    long images = folders.images().values().stream().mapToLong(List::size).sum();
    if (images * values() > limits.maxDecompressedBytes()) {
      throw UnreadableFile.tooLarge(
          "%d images of %d numbers each make more than %d bytes, the most that is taken. Scale to less."
              .formatted(images, values(), limits.maxDecompressedBytes()));
    }
  }

  private long values() {
    return (long) format.height() * format.width() * format.channels();
  }

  private void write(ZipArchive zip, ImageFolders folders, Path folder) throws IOException {
    try (NpyBytesWriter inputs =
            new NpyBytesWriter(folder.resolve(DatasetSchema.FEATURES_FILE), (int) values());
        NpyWriter outputs = new NpyWriter(folder.resolve(DatasetSchema.TARGETS_FILE), 1);
        ImageDecoder decoder =
            new ImageDecoder(
                format.height(), format.width(), format.channels(), limits.maxImagePixels())) {
      int label = 0;
      for (List<String> images : folders.images().values()) {
        for (String image : images) {
          byte @Nullable [] pixels = decode(zip, image, decoder);
          if (pixels != null) {
            inputs.append(pixels, 0, pixels.length);
            outputs.append(label);
            count(pixels);
          }
        }
        label++;
      }
      faults.refuseIfAny();
      inputs.finish();
      outputs.finish();
    }
  }

  private byte @Nullable [] decode(ZipArchive zip, String name, ImageDecoder decoder)
      throws IOException {
    try (InputStream in = zip.open(name)) {
      byte[] file = in.readNBytes(MOST_IMAGE_BYTES);
      if (file.length == MOST_IMAGE_BYTES) {
        throw UnreadableFile.tooLarge(
            "'%s' has more than %d bytes, the most that an image may have."
                .formatted(CellFaults.tail(name), MOST_IMAGE_BYTES));
      }
      // At the end of the stream its checksum is verified.
      in.read();
      return decoder.decode(file);
    } catch (BadImageException e) {
      faults.badEntry("bad_image", name, e.getMessage());
      return null;
    }
  }

  private void count(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += statistics.size()) {
      for (int c = 0; c < statistics.size(); c++) {
        statistics.get(c).add(pixels[i + c]);
      }
    }
  }

  private Imported imported(ImageFolders folders) {
    Map<String, Long> counts = new LinkedHashMap<>();
    folders.images().forEach((name, images) -> counts.put(name, (long) images.size()));
    DatasetSchema schema =
        new DatasetSchema(
            Task.CLASSIFICATION,
            counts.values().stream().mapToLong(Long::longValue).sum(),
            new Layout.Images(format.height(), format.width(), true),
            channels.stream().map(channel -> new FeatureColumn(channel, List.of())).toList(),
            List.of(TARGET),
            List.copyOf(counts.keySet()));
    List<ColumnProfile> columns = new ArrayList<>();
    for (int c = 0; c < channels.size(); c++) {
      columns.add(statistics.get(c).profile(channels.get(c)));
    }
    columns.add(ColumnProfile.ofCategories(TARGET, counts, 0));
    return new Imported(
        schema,
        new DatasetProfile(
            schema.inputShape(),
            schema.classes(),
            columns,
            warnings(columns, counts, folders.empty()),
            new MissingCells(0, List.of())));
  }

  private static List<ProfileWarning> warnings(
      List<ColumnProfile> columns, Map<String, Long> counts, List<String> empty) {
    Stream<ProfileWarning> emptyFolders =
        empty.isEmpty()
            ? Stream.of()
            : Stream.of(
                new ProfileWarning(
                    "empty_class",
                    "Class folders that hold no image, and are no class therefore: %s."
                        .formatted(ProfileWarnings.named(empty))));
    return Stream.concat(
            ProfileWarnings.of(columns, Set.of(), List.copyOf(counts.values())).stream(),
            emptyFolders)
        .toList();
  }
}

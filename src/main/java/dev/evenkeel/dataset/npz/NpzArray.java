package dev.evenkeel.dataset.npz;

import dev.evenkeel.dataset.archive.ZipArchive;
import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.training.data.tensors.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An array of an .npz file, whose header was read and found good. */
public record NpzArray(String name, NpyHeader header, NpyType type) {

  private static final String SUFFIX = ".npy";

  public static NpzArray look(ZipArchive zip, String name, DatasetSettings limits)
      throws IOException {
    try (InputStream in = zip.open(entry(name))) {
      NpyHeader header = header(in, name);
      NpyType type = NpyType.of(name, header.descr(), limits);
      NpzArray array = new NpzArray(name, header, type);
      int storedSize = Math.max(type.isByte() ? 1 : Float.BYTES, type.size());
      if (header.elements() > limits.maxDecompressedBytes() / storedSize) {
        throw UnreadableFile.tooLarge(
            "Array '%s' of shape %s has more than %d bytes, the most that is taken."
                .formatted(name, array.shape(), limits.maxDecompressedBytes()));
      }
      return array;
    }
  }

  public static String entry(String name) {
    return name + SUFFIX;
  }

  private static NpyHeader header(InputStream in, String name) throws IOException {
    try {
      return NpyHeader.read(Channels.newChannel(in));
    } catch (IOException e) {
      throw UnreadableFile.because(
          "bad_npy",
          "Array '%s' cannot be read. %s".formatted(name, CellFaults.tail(e.getMessage())));
    }
  }

  /** As Python writes it. */
  String shape() {
    long[] sizes = header.shape();
    String list = Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(", "));
    return "(%s%s)".formatted(list, sizes.length == 1 ? "," : "");
  }

  public int rank() {
    return header.shape().length;
  }

  public long size(int dimension) {
    return header.shape()[dimension];
  }

  /** Elements of one example. */
  public long elementsPerRow() {
    return size(0) == 0 ? 0 : header.elements() / size(0);
  }

  /**
   * Opens the elements in C order.
   *
   * @param folder takes a temporary file where the array is stored in Fortran order
   */
  public NpyElements open(ZipArchive zip, Path folder) throws IOException {
    InputStream in = zip.open(entry(name));
    try {
      header(in, name);
      if (header.fortranOrder() && rank() > 1) {
        Path copy = folder.resolve(name + ".fortran");
        try (NpyElements raw = new NpyElements(this, in)) {
          return new NpyElements(this, FortranArray.copy(raw, this, copy));
        }
      }
      return new NpyElements(this, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}

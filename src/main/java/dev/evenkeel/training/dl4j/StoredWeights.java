package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TrainingRefusedException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads the weights of a Deeplearning4j zip, number by number: nothing in it is taken for a Java
 * object, and no more is read than the network has room for.
 *
 * <p>{@code coefficients.bin} holds two buffers, a shape and the numbers, each as kind of memory
 * (text), length, type (text) and big-endian elements; see ND4J's {@code BaseDataBuffer.write}.
 */
final class StoredWeights {

  private static final String ENTRY = "coefficients.bin";

  /** Rank, sizes, strides and four more numbers of a vector or matrix; others are no weights. */
  private static final int LONGEST_SHAPE = 36;

  private StoredWeights() {}

  /**
   * Reads all weights.
   *
   * @param most numbers; more are refused before they are read
   * @throws TrainingRefusedException where the zip holds something else
   */
  static float[] read(Path zip, long most) {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      ZipEntry entry = file.getEntry(ENTRY);
      if (entry == null) {
        throw broken("it holds no " + ENTRY);
      }
      try (var in = new DataInputStream(new BufferedInputStream(file.getInputStream(entry)))) {
        skipShape(in);
        return numbers(in, most);
      }
    } catch (ZipException e) {
      throw broken("it is damaged: " + e.getMessage());
    } catch (EOFException | UTFDataFormatException e) {
      throw broken(ENTRY + " ends too early");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Header(long length, String type) {}

  private static Header header(DataInputStream in) throws IOException {
    String memory = in.readUTF();
    // The oldest kinds have an int's length.
    long length =
        switch (memory) {
          case "DIRECT", "HEAP", "JAVACPP" -> in.readInt();
          case "LONG_SHAPE", "MIXED_DATA_TYPES" -> in.readLong();
          default -> throw broken(ENTRY + " is not written by ND4J");
        };
    return new Header(length, in.readUTF());
  }

  private static void skipShape(DataInputStream in) throws IOException {
    Header header = header(in);
    if (header.length() < 4 || header.length() > LONGEST_SHAPE || !header.type().equals("LONG")) {
      throw broken("the shape of %s is %s".formatted(ENTRY, header));
    }
    for (int i = 0; i < header.length(); i++) {
      in.readLong();
    }
  }

  private static float[] numbers(DataInputStream in, long most) throws IOException {
    Header header = header(in);
    if (header.length() < 1 || header.length() > most) {
      throw new TrainingRefusedException(
          "weights_differ",
          "The zip holds %d weights, but its layers have room for %d."
              .formatted(header.length(), most));
    }
    float[] numbers = new float[Math.toIntExact(header.length())];
    boolean doubles = header.type().equals("DOUBLE");
    if (!doubles && !header.type().equals("FLOAT")) {
      throw broken("its weights are %s, not FLOAT or DOUBLE".formatted(header.type()));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = doubles ? (float) in.readDouble() : in.readFloat();
    }
    return numbers;
  }

  private static TrainingRefusedException broken(String why) {
    return new TrainingRefusedException(
        "weights_unreadable", "The zip's weights can't be read: %s.".formatted(why));
  }
}

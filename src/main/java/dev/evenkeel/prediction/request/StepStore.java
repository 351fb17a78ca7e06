package dev.evenkeel.prediction.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.request.CsvPrediction.CsvPlace;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * Holds the steps of sequences on disk, in the order in which they come, and gives them back
 * sequence by sequence, by time. In the heap are a few numbers a sequence. One thread.
 */
final class StepStore implements Closeable {

  /** Sequence, time, row and line. */
  private static final int KEY_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  private static final long MOST_BYTES = 8L << 30;
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path folder;
  private final int columns;
  private final int recordBytes;
  private final FileChannel arrived;
  private final ByteBuffer buffer;
  private int[] lengths = new int[1 << 10];
  private long[] starts = new long[0];
  private int sequences;
  private int last = -1;
  private boolean together = true;
  private long records;
  private FileChannel sorted;

  /** A step as it was read. */
  record Step(long time, CsvPlace place, ByteBuffer values) {

    /** Sets the columns of the last position. */
    void copyTo(RawExamples into) {
      for (int column = 0; column < into.columns(); column++) {
        into.set(column, values.getDouble(column * Double.BYTES));
      }
    }
  }

  /**
   * @param folder an empty one of its own, deleted when closed
   */
  StepStore(Path folder, int columns) throws IOException {
    this.folder = folder;
    this.columns = columns;
    this.recordBytes = KEY_BYTES + columns * Double.BYTES;
    this.buffer = ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / recordBytes) * recordBytes);
    this.arrived = open("arrived");
    this.sorted = arrived;
  }

  private FileChannel open(String name) throws IOException {
    return FileChannel.open(
        folder.resolve(name),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * Adds a step.
   *
   * @param sequence numbered as they appear
   * @param row its values, an example of one position
   */
  void append(int sequence, long time, CsvPlace place, RawExamples row) throws IOException {
    together &= sequence == last || sequence == sequences;
    last = sequence;
    sequences = Math.max(sequences, sequence + 1);
    lengths = sequence < lengths.length ? lengths : Arrays.copyOf(lengths, sequence * 2);
    lengths[sequence]++;
    if (++records * recordBytes > MOST_BYTES) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE,
          "The CSV has more than %d rows, too many for one request. Send it in parts."
              .formatted(records - 1));
    }
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putInt(sequence).putLong(time).putInt((int) place.row()).putLong(place.line());
    for (int column = 0; column < columns; column++) {
      buffer.putDouble(row.value(0, column));
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      arrived.write(buffer);
    }
    buffer.clear();
  }

  /** Ends the adding; afterwards sequences can be read. */
  void finish() throws IOException {
    flush();
    starts = new long[sequences + 1];
    for (int sequence = 0; sequence < sequences; sequence++) {
      starts[sequence + 1] = starts[sequence] + lengths[sequence];
    }
    if (!together) {
      sorted = open("sorted");
      deal();
    }
  }

  /** Copies each step to the place of its sequence. */
  private void deal() throws IOException {
    long[] next = Arrays.copyOf(starts, sequences);
    arrived.position(0);
    for (long left = records; left > 0; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left * recordBytes));
      readFully(arrived, buffer, (records - left) * recordBytes);
      buffer.flip();
      int end = buffer.limit();
      for (int at = 0; at < end; at += recordBytes, left--) {
        long place = next[buffer.getInt(at)]++;
        writeFully(buffer.limit(at + recordBytes).position(at), place * recordBytes);
        buffer.limit(end);
      }
    }
  }

  private void writeFully(ByteBuffer from, long at) throws IOException {
    long start = at - from.position();
    while (from.hasRemaining()) {
      sorted.write(from, start + from.position());
    }
  }

  private static void readFully(FileChannel file, ByteBuffer into, long from) throws IOException {
    long start = from - into.position();
    while (into.hasRemaining()) {
      if (file.read(into, start + into.position()) < 0) {
        throw new IOException("A temporary file is shorter than it was written.");
      }
    }
  }

  /** Steps of a sequence. */
  int length(int sequence) {
    return lengths[sequence];
  }

  /** The step of a sequence that came first. */
  CsvPlace first(int sequence) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(recordBytes);
    readFully(sorted, record, starts[sequence] * recordBytes);
    return step(record, 0).place();
  }

  /** The steps of a sequence by time; the heap must have room for all of them. */
  List<Step> steps(int sequence) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(Math.multiplyExact(lengths[sequence], recordBytes));
    readFully(sorted, read, starts[sequence] * recordBytes);
    return IntStream.range(0, lengths[sequence])
        .mapToObj(i -> step(read, i * recordBytes))
        .sorted(Comparator.comparingLong(Step::time))
        .toList();
  }

  private Step step(ByteBuffer records, int at) {
    int afterTime = at + Integer.BYTES + Long.BYTES;
    CsvPlace place =
        new CsvPlace(records.getInt(afterTime), records.getLong(afterTime + Integer.BYTES));
    return new Step(
        records.getLong(at + Integer.BYTES),
        place,
        records.slice(at + KEY_BYTES, columns * Double.BYTES));
  }

  @Override
  public void close() throws IOException {
    arrived.close();
    sorted.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}

package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where each sequence begins and ends among the steps of a dataset: {@code offsets.npy}, mapped.
 *
 * <p>Belongs to one thread.
 */
public final class SequenceOffsets implements AutoCloseable {

  private MappedByteBuffer mapping;
  private LongBuffer offsets;

  private SequenceOffsets(MappedByteBuffer mapping) {
    this.mapping = mapping;
    this.offsets = mapping.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }

  public static SequenceOffsets open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      NpyHeader header = NpyHeader.read(channel);
      long bytes = header.elements() * Long.BYTES;
      if (!header.descr().equals("<i8")
          || header.shape().length != 1
          || header.elements() < 1
          || channel.size() != header.length() + bytes) {
        throw new IOException("%s is not a list of int64.".formatted(file.getFileName()));
      }
      return new SequenceOffsets(
          channel.map(FileChannel.MapMode.READ_ONLY, header.length(), bytes));
    }
  }

  public int sequences() {
    return offsets.capacity() - 1;
  }

  /** The first step of a sequence among all steps. */
  public long first(int sequence) {
    return offsets.get(sequence);
  }

  public int steps(int sequence) {
    return Math.toIntExact(offsets.get(sequence + 1) - offsets.get(sequence));
  }

  /** Steps of all sequences together. */
  public long total() {
    return offsets.get(offsets.capacity() - 1);
  }

  @Override
  public void close() {
    MappedByteBuffer open = mapping;
    offsets = LongBuffer.allocate(0);
    Unmapping.unmap(open);
  }
}

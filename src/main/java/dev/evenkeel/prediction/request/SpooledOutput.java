package dev.evenkeel.prediction.request;

import dev.evenkeel.storage.BlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Holds an answer back until it is complete: in memory while it is short, in a temporary file
 * beyond. So a fault in the last row is still a clean refusal, and a client that sends all before
 * it reads any does not block.
 */
final class SpooledOutput extends OutputStream {

  private static final int IN_MEMORY = 1 << 18;

  private final BlobStore blobs;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(8192);
  private @Nullable Path folder;
  private @Nullable OutputStream file;
  private long length;

  SpooledOutput(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (file == null && length + count > IN_MEMORY) {
      folder = blobs.newWorkFolder("predict");
      file = Files.newOutputStream(folder.resolve("answer"));
    }
    if (file == null) {
      memory.write(bytes, offset, count);
    } else {
      file.write(bytes, offset, count);
    }
    length += count;
  }

  long length() {
    return length;
  }

  /** Sends everything that was written; nothing may be written afterwards. */
  void sendTo(OutputStream out) throws IOException {
    memory.writeTo(out);
    if (file != null && folder != null) {
      file.close();
      Files.copy(folder.resolve("answer"), out);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      FileSystemUtils.deleteRecursively(folder);
    }
  }
}

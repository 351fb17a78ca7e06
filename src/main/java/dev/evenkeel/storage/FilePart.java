package dev.evenkeel.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a range of a file. One thread. */
final class FilePart extends InputStream {

  private final InputStream in;
  private long left;

  FilePart(Path file, ByteRange range) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    in = Channels.newInputStream(channel.position(range.from()));
    left = range.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

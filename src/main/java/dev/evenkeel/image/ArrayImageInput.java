package dev.evenkeel.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** Lets ImageIO read an array where it is; its own streams make copies. */
final class ArrayImageInput extends ImageInputStreamImpl {

  private final byte[] array;
  private final int length;

  ArrayImageInput(byte[] array, int length) {
    this.array = array;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return streamPos < length ? array[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= length) {
      return -1;
    }
    int read = (int) Math.min(count, length - streamPos);
    System.arraycopy(array, (int) streamPos, into, from, read);
    streamPos += read;
    return read;
  }

  @Override
  public long length() {
    return length;
  }
}

package dev.evenkeel.web;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an uploaded part: too many of them, or an end too early, refuses the request. */
public final class UploadStream extends FilterInputStream {

  private final String part;
  private final long most;
  private long bytes;

  public UploadStream(String part, InputStream in, long most) {
    super(in);
    this.part = part;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int read;
    try {
      read = super.read(target, offset, length);
    } catch (IOException e) {
      throw broken();
    }
    bytes += Math.max(read, 0);
    if (bytes > most) {
      throw tooLarge(part, most);
    }
    return read;
  }

  public static ServiceException broken() {
    return new ServiceException(
        ErrorCode.MALFORMED_REQUEST,
        "The multipart body is malformed or ends too early. Send the whole upload again.");
  }

  public static ServiceException tooLarge(String part, long most) {
    return new ServiceException(
        ErrorCode.TOO_LARGE,
        "The part '%s' is larger than %d bytes, the most that is taken.".formatted(part, most));
  }
}

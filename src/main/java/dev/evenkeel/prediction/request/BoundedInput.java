package dev.evenkeel.prediction.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** A request's body that is refused as soon as it is longer than allowed. */
public final class BoundedInput extends FilterInputStream {

  /** How much of a body that is too long is read all the same: many clients send all, then read. */
  private static final int GRACE = 64 << 20;

  private final DataSize limit;
  private long left;

  private BoundedInput(InputStream in, DataSize limit) {
    super(in);
    this.limit = limit;
    this.left = limit.toBytes();
  }

  public static BoundedInput of(HttpServletRequest request, DataSize limit) throws IOException {
    BoundedInput input = new BoundedInput(request.getInputStream(), limit);
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw input.tooLarge();
    }
    return input;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    left -= read;
    if (left < 0) {
      throw tooLarge();
    }
  }

  private ServiceException tooLarge() throws IOException {
    byte[] ignored = new byte[8192];
    int passed = 0;
    for (int read = 0; read >= 0 && passed < GRACE; passed += read) {
      read = in.read(ignored);
    }
    return new ServiceException(
        ErrorCode.TOO_LARGE,
        "The body is longer than the %d bytes that are allowed. Send it in parts."
            .formatted(limit.toBytes()));
  }
}

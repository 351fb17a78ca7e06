package dev.evenkeel.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Takes a PNG apart before a decoder sees it: sizes, checksums, completeness; only the chunks that
 * hold pixels are kept, since compressed texts and colour profiles may be of any size.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG</a>
 */
final class PngChunks {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int HEADER_BYTES = 13;
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private final ByteBuffer in;
  private int kept;

  private PngChunks(byte[] file) {
    in = ByteBuffer.wrap(file);
  }

  static boolean isPng(byte[] file) {
    return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
  }

  /**
   * The size of the image, and the file without what is not needed for its pixels.
   *
   * @param file is changed: what is kept moves to its front
   */
  static RawImage read(byte[] file) throws BadImageException {
    return new PngChunks(file).read();
  }

  private RawImage read() throws BadImageException {
    take(Long.BYTES);
    int header = in.position() + Long.BYTES;
    require(in.remaining() >= CHUNK_OVERHEAD + HEADER_BYTES, "ends within its header");
    require(in.getInt(in.position()) == HEADER_BYTES, "does not begin with a header of PNG");
    int width = in.getInt(header);
    int height = in.getInt(header + Integer.BYTES);
    String type;
    do {
      type = chunk();
    } while (!type.equals("IEND"));
    return new RawImage("png", width, height, in.array(), kept);
  }

  private String chunk() throws BadImageException {
    require(in.remaining() >= CHUNK_OVERHEAD, "is truncated");
    int length = in.getInt(in.position());
    require(length >= 0 && length <= in.remaining() - CHUNK_OVERHEAD, "is truncated");
    int from = in.position() + Integer.BYTES;
    CRC32 checksum = new CRC32();
    checksum.update(in.array(), from, Integer.BYTES + length);
    String type = new String(in.array(), from, Integer.BYTES, StandardCharsets.ISO_8859_1);
    int expected = in.getInt(from + Integer.BYTES + length);
    require(
        (int) checksum.getValue() == expected,
        "is corrupt: a checksum of it does not fit its bytes");
    if (KEPT.contains(type)) {
      take(CHUNK_OVERHEAD + length);
    } else {
      in.position(in.position() + CHUNK_OVERHEAD + length);
    }
    return type;
  }

  private void take(int bytes) {
    System.arraycopy(in.array(), in.position(), in.array(), kept, bytes);
    kept += bytes;
    in.position(in.position() + bytes);
  }

  private static void require(boolean fits, String problem) throws BadImageException {
    if (!fits) {
      throw new BadImageException(problem);
    }
  }
}

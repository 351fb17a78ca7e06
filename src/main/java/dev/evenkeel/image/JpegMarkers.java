package dev.evenkeel.image;

import java.nio.ByteBuffer;

/**
 * Walks over the markers of a JPEG before a decoder sees it: size, colours, and whether the decoder
 * would have to hold the whole image at once.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</a>
 */
final class JpegMarkers {

  /** Progressive images are held whole, as coefficients of 16 bits. */
  private static final long MOST_BUFFERED_PIXELS = 25_000_000;

  /** Usual are about ten; each costs a pass over the whole image. */
  private static final int MOST_SCANS = 100;

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;

  private final ByteBuffer in;
  private int width;
  private int height;
  private int components;
  private int scans;
  private boolean buffered;

  private JpegMarkers(byte[] file) {
    in = ByteBuffer.wrap(file);
  }

  static boolean isJpeg(byte[] file) {
    return file.length > 3
        && (file[0] & 0xFF) == 0xFF
        && (file[1] & 0xFF) == START
        && (file[2] & 0xFF) == 0xFF;
  }

  static RawImage read(byte[] file) throws BadImageException {
    JpegMarkers markers = new JpegMarkers(file);
    markers.walk();
    return new RawImage("jpeg", markers.width, markers.height, file, file.length);
  }

  private void walk() throws BadImageException {
    in.position(2);
    int marker = nextMarker();
    while (marker != END) {
      if (!standsAlone(marker)) {
        segment(marker);
      }
      marker = nextMarker();
    }
    require(scans > 0, "holds no pixels");
    require(
        !buffered || (long) width * height <= MOST_BUFFERED_PIXELS,
        "is progressive and has %d × %d pixels; at most %d are taken of that kind: save it as a baseline JPEG"
            .formatted(width, height, MOST_BUFFERED_PIXELS));
  }

  /** The next marker, entropy-coded bytes before it skipped. */
  private int nextMarker() throws BadImageException {
    while (in.remaining() >= 2) {
      if ((in.get() & 0xFF) == 0xFF) {
        int code = in.get(in.position()) & 0xFF;
        if (code != 0 && code != 0xFF) {
          in.get();
          return code;
        }
      }
    }
    throw new BadImageException("is truncated");
  }

  private static boolean standsAlone(int marker) {
    return marker == START || marker == 0x01 || marker >= 0xD0 && marker <= 0xD7;
  }

  private void segment(int marker) throws BadImageException {
    require(in.remaining() >= 2, "is truncated");
    int length = Short.toUnsignedInt(in.getShort(in.position()));
    require(length >= 2 && length <= in.remaining(), "is truncated");
    if (isFrame(marker)) {
      frame(marker, length);
    } else if (marker == SCAN) {
      scan(length);
    }
    in.position(in.position() + length);
  }

  private static boolean isFrame(int marker) {
    return marker >= BASELINE
        && marker <= 0xCF
        && marker != 0xC4
        && marker != 0xC8
        && marker != 0xCC;
  }

  private void frame(int marker, int length) throws BadImageException {
    require(length >= 8 && components == 0, "is corrupt: its header is damaged");
    int at = in.position() + 2;
    int bits = in.get(at);
    height = Short.toUnsignedInt(in.getShort(at + 1));
    width = Short.toUnsignedInt(in.getShort(at + 3));
    components = in.get(at + 5) & 0xFF;
    require(
        bits == 8 && (marker == BASELINE || marker == EXTENDED || marker == PROGRESSIVE),
        "is a JPEG of a rare kind (lossless, arithmetic or of 12 bits): save it as a baseline JPEG or PNG");
    require(
        components == 1 || components == 3,
        "has %d colour components (CMYK?): convert it to RGB".formatted(components));
    buffered = marker == PROGRESSIVE;
  }

  private void scan(int length) throws BadImageException {
    require(length >= 3 && components > 0, "is corrupt: its header is damaged");
    require(++scans <= MOST_SCANS, "has more than %d scans".formatted(MOST_SCANS));
    buffered |= in.get(in.position() + 2) < components;
  }

  private static void require(boolean fits, String problem) throws BadImageException {
    if (!fits) {
      throw new BadImageException(problem);
    }
  }
}

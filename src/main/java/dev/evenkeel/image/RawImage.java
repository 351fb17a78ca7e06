package dev.evenkeel.image;

/**
 * An image file that has been looked at and not yet decoded.
 *
 * @param format as ImageIO names its readers
 * @param length of the file; what follows in the array is nothing
 */
record RawImage(String format, int width, int height, byte[] file, int length) {

  private static final int LONGEST_SIDE = 65_535;

  /** Throws unless the image may be decoded. */
  void requireSize(long maxPixels) throws BadImageException {
    if (width < 1 || height < 1) {
      throw new BadImageException("has no pixels");
    }
    if (width > LONGEST_SIDE || height > LONGEST_SIDE || pixels() > maxPixels) {
      throw new BadImageException(
          "has %d × %d pixels; at most %d, and %d a side, are taken: scale it down"
              .formatted(width, height, maxPixels, LONGEST_SIDE));
    }
  }

  long pixels() {
    return (long) width * height;
  }
}

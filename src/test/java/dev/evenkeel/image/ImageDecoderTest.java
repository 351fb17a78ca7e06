package dev.evenkeel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

  private static final int ANY = 1 << 28;

  @Test
  void keepsEveryByteOfAGrayImageOfTheWantedSize() throws Exception {
    BufferedImage gray = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      gray.getRaster().setSample(i % 16, i / 16, 0, i);
    }

    int[] pixels = decode(Pictures.png(gray), 16, 16, 1);

    assertThat(pixels).containsExactly(java.util.stream.IntStream.range(0, 256).toArray());
    assertThat(decode(Pictures.png(gray), 16, 16, 3)[3 * 100 + 2]).isEqualTo(100);
  }

  @Test
  void ordersColoursRedGreenBlueWhateverTheFileStores() throws Exception {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_4BYTE_ABGR,
          BufferedImage.TYPE_BYTE_INDEXED
        }) {
      assertThat(decode(Pictures.png(Pictures.filled(type, 3, 2, new Color(255, 51, 0))), 2, 3, 3))
          .startsWith(255, 51, 0, 255, 51, 0);
    }
    int[] jpeg =
        decode(
            Pictures.jpeg(Pictures.filled(BufferedImage.TYPE_INT_RGB, 16, 16, Color.RED), false),
            1,
            1,
            3);
    assertThat(jpeg[0]).isGreaterThan(250);
    assertThat(jpeg[1]).isLessThan(5);
  }

  @Test
  void takesTheLuminanceOfColours() throws Exception {
    assertThat(
            decode(
                Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 1, 1, Color.RED)),
                1,
                1,
                1))
        .containsExactly(76);
    assertThat(
            decode(
                Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 1, 1, Color.GREEN)),
                1,
                1,
                1))
        .containsExactly(150);
  }

  @Test
  void putsWhatIsTransparentOnWhite() throws Exception {
    Color half = new Color(0, 0, 0, 128);

    assertThat(
            decode(Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_ARGB, 2, 2, half)), 2, 2, 1))
        .containsOnly(127);
    assertThat(
            decode(
                Pictures.png(
                    Pictures.filled(BufferedImage.TYPE_INT_ARGB, 2, 2, new Color(9, 9, 9, 0))),
                2,
                2,
                3))
        .containsOnly(255);
  }

  @Test
  void readsSixteenBitsAPalettesAndGrayWithAlpha() throws Exception {
    BufferedImage wide = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setSample(0, 0, 0, 65_535);
    wide.getRaster().setSample(1, 0, 0, 32_896);
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xFFFFFFFF);
    byte[] ramp = {0, (byte) 200, 10, 20};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, ramp);
    BufferedImage four = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    four.getRaster().setSample(1, 0, 0, 1);

    assertThat(decode(Pictures.png(wide), 1, 2, 1)).containsExactly(255, 128);
    assertThat(decode(Pictures.png(bits), 1, 2, 1)).containsExactly(0, 255);
    assertThat(decode(Pictures.png(four), 1, 2, 3)).containsExactly(0, 0, 0, 200, 200, 200);
    // Gray with alpha, 8 bits: gray 100 at half, then gray 7 that cannot be seen.
    assertThat(decode(Pictures.rawPng(2, 1, 8, 4, new byte[] {0, 100, (byte) 128, 7, 0}), 1, 2, 1))
        .containsExactly(177, 255);
  }

  @Test
  void readsInterlacedPngAndProgressiveJpeg() throws Exception {
    BufferedImage picture =
        Pictures.filled(BufferedImage.TYPE_INT_RGB, 40, 30, new Color(10, 20, 30));

    assertThat(decode(Pictures.write(picture, "png", true), 30, 40, 3)).startsWith(10, 20, 30);
    assertThat(decode(Pictures.jpeg(picture, true), 30, 40, 1)[0]).isCloseTo(18, within(3));
  }

  @Test
  void averagesWhatAPixelCoversAndInterpolatesBetweenPixels() throws Exception {
    BufferedImage stripes = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      stripes.getRaster().setSample(i % 64, i / 64, 0, i % 2 * 255);
    }
    BufferedImage two = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    two.getRaster().setSample(1, 0, 0, 200);

    assertThat(java.util.stream.IntStream.of(decode(Pictures.png(stripes), 8, 8, 1)))
        .allSatisfy(p -> assertThat(p).isBetween(122, 133));
    assertThat(decode(Pictures.png(two), 1, 4, 1)).containsExactly(0, 50, 150, 200);
  }

  @Test
  void scalesEachImageOfAnotherSizeAfresh() throws Exception {
    try (ImageDecoder decoder = new ImageDecoder(4, 4, 1, ANY)) {
      byte[] small =
          Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 3, 9, new Color(9, 9, 9)));
      byte[] large =
          Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 90, 30, new Color(70, 70, 70)));

      assertThat(decoder.decode(large)).containsOnly(70);
      assertThat(decoder.decode(small)).containsOnly(9);
      assertThat(decoder.decode(large)).containsOnly(70);
    }
  }

  @Test
  void decodesAnImageFarLargerThanWhatItHoldsOfIt() throws Exception {
    byte[] large = Pictures.blank(9_000, 9_000);

    assertThat(decode(large, 2, 2, 1)).containsOnly(0);
  }

  @Test
  void refusesMorePixelsThanItMayLookAtBeforeDecodingAny() throws Exception {
    assertRefused(Pictures.blank(20_000, 20_000), "has 20000 × 20000 pixels");
    assertRefused(Pictures.rawPng(70_000, 1, 8, 0, new byte[] {0}), "has 70000 × 1 pixels");
    assertRefused(Pictures.rawPng(-1, 1, 8, 0, new byte[] {0}), "has no pixels");
  }

  @Test
  void refusesWhatIsNoImage() throws Exception {
    assertRefused(new byte[0], "is empty");
    assertRefused("GIF89a".getBytes(StandardCharsets.US_ASCII), "neither PNG nor JPEG");
    assertRefused("../../etc/passwd".getBytes(StandardCharsets.US_ASCII), "neither PNG nor JPEG");
  }

  @Test
  void refusesEveryTruncatedPng() throws Exception {
    byte[] whole = Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 20, 20, Color.BLUE));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(part, 4, 4, 1)).isInstanceOf(BadImageException.class);
    }
    // Complete in its chunks, and short of pixels.
    assertRefused(Pictures.rawPng(4, 4, 8, 0, new byte[] {0, 1, 2}), "");
  }

  @Test
  void refusesEveryTruncatedJpeg() throws Exception {
    byte[] whole = Pictures.jpeg(Pictures.noise(48, 48), false);
    for (int length = 0; length < whole.length - 1; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(part, 4, 4, 1)).isInstanceOf(BadImageException.class);
    }
    byte[] short1 = Arrays.copyOf(whole, whole.length / 2);
    short1[short1.length - 2] = (byte) 0xFF;
    short1[short1.length - 1] = (byte) 0xD9;
    assertRefused(short1, "truncated");
  }

  @Test
  void meetsDamageWithItsOwnExceptionOnly() throws Exception {
    java.util.Random random = new java.util.Random(5);
    for (byte[] whole :
        new byte[][] {
          Pictures.jpeg(Pictures.noise(32, 32), true),
          Pictures.jpeg(Pictures.noise(32, 32), false),
          Pictures.png(Pictures.noise(32, 32))
        }) {
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        for (int flips = 0; flips < 4; flips++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
          assertThat(decode(damaged, 4, 4, 1)).hasSize(16);
        } catch (BadImageException e) {
          assertThat(e).hasMessageMatching("(?s)[a-z].*");
        }
      }
    }
  }

  @Test
  void namesAChecksumThatDoesNotFit() throws Exception {
    byte[] png = Pictures.png(Pictures.filled(BufferedImage.TYPE_INT_RGB, 20, 20, Color.BLUE));
    png[png.length - 20] ^= 1;

    assertRefused(png, "checksum");
  }

  @Test
  void doesNotUnpackTextsAndProfilesOfAPng() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write("a\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(bomb, new Deflater(9))) {
      deflate.write(new byte[1 << 26]);
    }
    byte[] png = Pictures.png(Pictures.filled(BufferedImage.TYPE_BYTE_INDEXED, 2, 2, Color.BLUE));
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    with.write(png, 0, 33);
    Pictures.chunk(new DataOutputStream(with), "zTXt", bomb.toByteArray());
    with.write(png, 33, png.length - 33);

    assertThat(decode(with.toByteArray(), 1, 1, 3)).containsExactly(0, 0, 255);
  }

  @Test
  void refusesCmykWithTheWayOut() throws Exception {
    byte[] cmyk = Files.readAllBytes(Path.of("src/test/resources/samples/cmyk.jpg"));

    assertRefused(cmyk, "4 colour components (CMYK?): convert it to RGB");
  }

  @Test
  void refusesAProgressiveJpegOfManyScansOrPixels() throws Exception {
    byte[] jpeg =
        Pictures.jpeg(Pictures.filled(BufferedImage.TYPE_INT_RGB, 16, 16, Color.RED), true);
    int frame = indexOf(jpeg, 0xC2);
    byte[] huge = jpeg.clone();
    ByteBuffer.wrap(huge).putShort(frame + 5, (short) 9_000).putShort(frame + 7, (short) 9_000);
    int scan = indexOf(jpeg, 0xDA);
    ByteArrayOutputStream scans = new ByteArrayOutputStream();
    scans.write(jpeg, 0, scan);
    for (int i = 0; i < 101; i++) {
      scans.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    scans.write(jpeg, jpeg.length - 2, 2);

    assertRefused(huge, "is progressive and has 9000 × 9000 pixels");
    assertRefused(scans.toByteArray(), "more than 100 scans");
  }

  private static int indexOf(byte[] jpeg, int marker) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == marker) {
        return i;
      }
    }
    throw new AssertionError("There is no marker " + marker);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> decode(file, 4, 4, 1))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining(message);
  }

  private static int[] decode(byte[] file, int height, int width, int channels)
      throws BadImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(height, width, channels, ImageDecoder.MOST_PIXELS)) {
      byte[] pixels = decoder.decode(file);
      int[] numbers = new int[pixels.length];
      Arrays.setAll(numbers, i -> pixels[i] & 0xFF);
      return numbers;
    }
  }
}

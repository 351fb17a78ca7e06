package dev.evenkeel.dataset;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Builds zips and images for tests; names are written as they are, whatever they say. */
public final class Zips {

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private boolean stored;

  public static Zips zip() {
    return new Zips();
  }

  public Zips with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  public Zips with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Zips stored() {
    stored = true;
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private ZipEntry entry(String name, byte[] content) {
    ZipEntry entry = new ZipEntry(name);
    if (stored) {
      CRC32 checksum = new CRC32();
      checksum.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }

  /** A picture of one colour. */
  public static byte[] png(int width, int height, int rgb) {
    return image("png", width, height, rgb);
  }

  public static byte[] jpeg(int width, int height, int rgb) {
    return image("jpeg", width, height, rgb);
  }

  private static byte[] image(String format, int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, new Color(rgb).getRGB());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package dev.evenkeel.imports;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks through a Deeplearning4j zip: every entry must be on a short list, and no larger than it
 * may be.
 */
final class NetworkZip {

  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final Set<String> KNOWN = Set.of(CONFIGURATION, COEFFICIENTS, "updaterState.bin");
  private static final int MOST_FAULTS = 20;

  private final ImportLimits limits;

  NetworkZip(ImportLimits limits) {
    this.limits = limits;
  }

  /** The configuration, as it stands in a zip that holds nothing else but weights. */
  byte[] configuration(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      refuseStrangers(zip);
      return read(zip, zip.getEntry(CONFIGURATION));
    } catch (ZipException e) {
      throw refused("The file is not a zip, or it is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw refused("The zip cannot be read: " + e.getMessage());
    }
  }

  private void refuseStrangers(ZipFile zip) {
    List<Fault> faults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long unpacked = 0;
    for (Enumeration<? extends ZipEntry> entries = zip.entries();
        entries.hasMoreElements() && faults.size() < MOST_FAULTS; ) {
      ZipEntry entry = entries.nextElement();
      unpacked += Math.max(0, entry.getSize());
      if (!KNOWN.contains(entry.getName())) {
        faults.add(fault(strange(entry.getName())));
      } else if (!seen.add(entry.getName())) {
        faults.add(fault("The zip holds %s twice.".formatted(entry.getName())));
      }
    }
    if (unpacked > limits.maxUnpackedBytes()) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE,
          "The zip unpacks to %d bytes; the limit is %d."
              .formatted(unpacked, limits.maxUnpackedBytes()));
    }
    for (String name : List.of(CONFIGURATION, COEFFICIENTS)) {
      if (faults.isEmpty() && !seen.contains(name)) {
        faults.add(
            fault(
                "The zip holds no %s. Save the network with Deeplearning4j's ModelSerializer.writeModel."
                    .formatted(name)));
      }
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  private static String strange(String name) {
    String shown = LayerReader.shorten(name);
    return name.equals("preprocessor.bin") || name.equals("normalizer.bin")
        ? "The zip holds %s, Java objects that are never read. Save the network without its normalizer."
            .formatted(shown)
        : "The zip holds '%s'. There may be: configuration.json, coefficients.bin, updaterState.bin."
            .formatted(shown);
  }

  private byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      // The size in the directory may lie.
      byte[] bytes = in.readNBytes(limits.maxConfigurationBytes() + 1);
      if (bytes.length > limits.maxConfigurationBytes()) {
        throw new ServiceException(
            ErrorCode.TOO_LARGE,
            "configuration.json has more than %d bytes, the most that is read."
                .formatted(limits.maxConfigurationBytes()));
      }
      return bytes;
    }
  }

  static Fault fault(String message) {
    return new Fault("/file", "invalid", message);
  }

  static ServiceException refused(String message) {
    return ServiceException.invalid(List.of(fault(message)));
  }
}

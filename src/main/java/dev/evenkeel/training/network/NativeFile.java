package dev.evenkeel.training.network;

import java.util.regex.Pattern;

/**
 * A file that a provider has written of a network in a form of its own.
 *
 * @param kind the name of the provider, which alone can read it
 * @param name of the file in the model's folder
 */
public record NativeFile(String kind, String name) {

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9]+)?");

  public NativeFile {
    if (!KIND.matcher(kind).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A native file of kind '%s' can't be called '%s'.".formatted(kind, name));
    }
  }
}

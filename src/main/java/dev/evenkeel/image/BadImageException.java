package dev.evenkeel.image;

/**
 * An image that cannot be decoded. The message is fit for a client and goes on after the image's
 * name: {@code is neither PNG nor JPEG}.
 */
public final class BadImageException extends Exception {

  BadImageException(String message) {
    super(message);
  }
}

package dev.evenkeel.dataset;

/** Counts what a compressed file becomes, so that a small one cannot fill the disk or the day. */
final class DecompressionBudget {

  private final long most;
  private long left;

  DecompressionBudget(long most) {
    this.most = most;
    left = most;
  }

  void spend(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw BadFile.tooLarge(
          "The file holds more than %d bytes decompressed, the most that is taken."
              .formatted(most));
    }
  }
}

package dev.evenkeel.dataset.archive;

import dev.evenkeel.dataset.cells.UnreadableFile;

/** Counts what a compressed file becomes, so that a small one cannot fill the disk or the day. */
public final class DecompressionBudget {

  private final long most;
  private long left;

  public DecompressionBudget(long most) {
    this.most = most;
    left = most;
  }

  public void spend(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw UnreadableFile.tooLarge(
          "The file holds more than %d bytes decompressed, the most that is taken."
              .formatted(most));
    }
  }
}

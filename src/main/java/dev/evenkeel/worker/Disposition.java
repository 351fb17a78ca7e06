package dev.evenkeel.worker;

/** What is to become of a queue entry whose job was worked on. */
enum Disposition {
  /** The job is terminal, or somebody else's. */
  DONE,
  /** To be run again. */
  AGAIN
}

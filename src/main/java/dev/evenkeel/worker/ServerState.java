package dev.evenkeel.worker;

/** What an attempt must know of the server it runs in. */
interface ServerState {

  /** Whether every job is to be let go of. */
  boolean isStopping();

  /** A clock that only goes forward. */
  default long nanoTime() {
    return System.nanoTime();
  }
}

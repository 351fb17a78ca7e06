package dev.evenkeel.worker;

/** What a worker is doing. */
enum WorkerState {
  /** Its first engine is not ready yet. */
  STARTING,
  IDLE,
  TRAINING,
  /** Its engine has died; the next one is not ready yet. */
  RESTARTING
}

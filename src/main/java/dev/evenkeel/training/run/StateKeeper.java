package dev.evenkeel.training.run;

/**
 * Keeps the state of a run on its way, so that it can be gone on with elsewhere. Asked on the
 * training thread before each iteration, and never in the midst of a trial: one that is at work is
 * finished first. A rule that steps over all examples at once is not asked where its last step did
 * not leave its place.
 */
public interface StateKeeper {

  /**
   * Whether the state is wanted now.
   *
   * @param recorded iterations so far
   */
  boolean isDue(long recorded);

  /** Takes the state; it does not change any more. */
  void keep(RunState state);

  /** Of a run that ends where it began. */
  static StateKeeper none() {
    return new StateKeeper() {
      @Override
      public boolean isDue(long recorded) {
        return false;
      }

      @Override
      public void keep(RunState state) {
        throw new IllegalStateException("It was not asked for.");
      }
    };
  }
}

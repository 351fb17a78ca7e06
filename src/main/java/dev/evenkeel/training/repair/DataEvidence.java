package dev.evenkeel.training.repair;

import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Asks the data whether they are to blame: rows that are not finite, far too large, or wrongly
 * labelled by the judgement of a good state.
 *
 * <p>Leaves the network in that state; the caller puts it back.
 */
final class DataEvidence {

  private static final int STRETCH = 24;
  private static final int AHEAD = 64;

  private final RunUnderRepair run;
  private final SuspectRows suspects;

  DataEvidence(RunUnderRepair run) {
    this.run = run;
    suspects = new SuspectRows(run.network(), run.batches(), run.others(), run.baseline());
  }

  /** What is wrong with the batches around a moment; null where nothing is. */
  @Nullable DiagnosedCause find(RunPosition now, Checkpoint good) {
    if (run.isFullBatch()) {
      return null;
    }
    int at = now.position().index();
    int from = Math.max(0, at - STRETCH);
    SuspectRows.Rows broken = suspects.nonFinite(at, at);
    if (!broken.isEmpty()) {
      broken = suspects.nonFinite(0, run.batches().count() - 1);
      return DiagnosedCause.of(
              Cause.NON_FINITE_DATA,
              0.98,
              "The data holds %s with missing or non-finite cells: %s (counted from 0)."
                  .formatted(Figures.count(broken.rows().size(), "row"), broken.shown()),
              "Repair these rows, or set preprocessing.missing to mean or drop.")
          .withRows(broken);
    }
    int ahead = Math.min(run.batches().count() - 1, at + AHEAD);
    SuspectRows.Rows outliers = suspects.outliers(from, ahead);
    if (!suspects.outliers(Math.max(0, at - 8), at).isEmpty()) {
      return DiagnosedCause.of(
              Cause.OUTLIER_DATA,
              0.93,
              "%d rows of these batches hold inputs up to %s where others stay below %s: %s."
                  .formatted(
                      outliers.rows().size(),
                      Figures.show(outliers.largest()),
                      Figures.show(outliers.usual()),
                      outliers.shown()),
              "Check these rows of the dataset, or leave them out with preprocessing.exclude_from_training.")
          .withRows(outliers)
          .with("batch_max_abs", outliers.largest());
    }
    if (good.planned() == 1) {
      return null;
    }
    run.network().restore(good.state());
    SuspectRows.Rows costly = suspects.costly(from, ahead);
    return costly.isEmpty()
        ? null
        : DiagnosedCause.of(
                Cause.MISLABELED_DATA,
                0.85,
                "For the network of iteration %d, which answers other batches with a loss of %s, %d rows of these batches cost up to %s although their inputs look like the others': %s."
                    .formatted(
                        good.planned() - 1,
                        Figures.show(costly.usual()),
                        costly.rows().size(),
                        Figures.show(costly.largest()),
                        costly.shown()),
                "Check the labels of these rows, or leave them out with preprocessing.exclude_from_training.")
            .withRows(costly);
  }
}

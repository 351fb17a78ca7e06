package dev.evenkeel.job;

import dev.evenkeel.training.stability.Verdict;
import jakarta.persistence.Embeddable;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** How steady a job's present attempt is and what repairs have done; JSON is kept as text. */
@Embeddable
class RunStability {

  private String verdict = name(Verdict.HEALTHY);

  @JdbcTypeCode(SqlTypes.JSON)
  private String actions = "{}";

  @JdbcTypeCode(SqlTypes.JSON)
  private String changes = "[]";

  protected RunStability() {}

  /**
   * Of a job that has not begun.
   *
   * @param watched whether anybody will look
   */
  RunStability(boolean watched) {
    verdict = name(watched ? Verdict.HEALTHY : Verdict.UNWATCHED);
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  /** Another attempt begins from the spec as it was asked for. */
  void restart() {
    boolean watched = !verdict.equals(name(Verdict.UNWATCHED));
    verdict = name(watched ? Verdict.HEALTHY : Verdict.UNWATCHED);
    actions = "{}";
    changes = "[]";
  }

  /** What is known of the run so far. */
  void judged(Verdict sofar) {
    verdict = name(sofar);
  }

  void acted(String action) {
    actions = JobVerdict.counted(actions, action);
  }

  void changed(String changesJson) {
    changes = changesJson;
  }

  /** The run's own result, which has the last word. */
  void ended(Verdict last, String actionsJson) {
    judged(last);
    actions = actionsJson;
  }

  String changes() {
    return changes;
  }
}

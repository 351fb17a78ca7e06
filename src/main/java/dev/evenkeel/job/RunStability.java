package dev.evenkeel.job;

import dev.evenkeel.training.stability.Verdict;
import jakarta.persistence.Embeddable;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** How steady a job's present attempt is and what repairs have done; JSON is kept as text. */
@Embeddable
class RunStability {

  private String verdict = "healthy";

  @JdbcTypeCode(SqlTypes.JSON)
  private String actions = "{}";

  @JdbcTypeCode(SqlTypes.JSON)
  private String changes = "[]";

  /** Another attempt begins from the spec as it was asked for. */
  void restart() {
    verdict = "healthy";
    actions = "{}";
    changes = "[]";
  }

  /** What is known of the run so far. */
  void judged(Verdict sofar) {
    verdict = sofar.name().toLowerCase(Locale.ROOT);
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

package dev.evenkeel.job;

import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Verdict;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a run's incidents say about it so far; its result has the last word. */
final class JobVerdict {

  private static final TypeReference<TreeMap<String, Integer>> COUNTS = new TypeReference<>() {};

  private JobVerdict() {}

  /** What an incident says that stands as it does. */
  static Verdict of(Severity severity, Outcome outcome) {
    if (severity == Severity.INFO) {
      return Verdict.HEALTHY;
    }
    return switch (outcome) {
      case PENDING, RECOVERED, RECURRED -> Verdict.RECOVERED;
      case NOT_ACTED, GAVE_UP -> Verdict.UNSTABLE;
    };
  }

  /** The counts of actions with one more. */
  static String counted(String actions, String action) {
    TreeMap<String, Integer> counts = JsonMapper.shared().readValue(actions, COUNTS);
    counts.merge(action, 1, Integer::sum);
    return JsonMapper.shared().writeValueAsString(counts);
  }
}

package dev.evenkeel.job.read;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.JobLabels;
import dev.evenkeel.job.JobStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of job routes; a faulty one is a 422. */
public final class JobQuery {

  static final int MAX_WAIT_SECONDS = 60;

  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;

  private JobQuery() {}

  /** Seconds to wait for a change; 0 where nothing is asked for. */
  public static int wait(@Nullable String text) {
    return (int) number("wait", text, 0, MAX_WAIT_SECONDS, 0);
  }

  /** The sequence number of the last event that the client has. */
  public static long seq(String name, @Nullable String text) {
    return number(name, text, 0, Long.MAX_VALUE, 0);
  }

  public static int limit(@Nullable String text) {
    return (int) number("limit", text, 1, MAX_LIMIT, DEFAULT_LIMIT);
  }

  public static JobReads.Filter filter(
      @Nullable List<String> statuses, @Nullable List<String> labels) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> wanted = new TreeMap<>();
    List<String> states = statuses == null ? List.of() : statuses;
    states.forEach(status -> requireStatus(status, faults));
    if (labels != null) {
      labels.forEach(label -> label(label, wanted, faults));
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new JobReads.Filter(states, JobLabels.write(wanted));
  }

  private static void requireStatus(String status, List<Fault> faults) {
    List<String> known = Arrays.stream(JobStatus.values()).map(JobStatus::json).toList();
    if (!known.contains(status)) {
      faults.add(
          new Fault(
              "/status",
              "not_allowed",
              "There is no status '%s'. Known: %s."
                  .formatted(Excerpt.of(status), String.join(", ", known))));
    }
  }

  private static void label(String label, Map<String, String> wanted, List<Fault> faults) {
    int colon = label.indexOf(':');
    if (colon < 1 || label.indexOf('\0') >= 0) {
      faults.add(
          new Fault(
              "/label",
              "not_allowed",
              "A label is asked for as key:value, not '%s'.".formatted(Excerpt.of(label))));
    } else {
      wanted.put(label.substring(0, colon), label.substring(colon + 1));
    }
  }

  private static long number(
      String name, @Nullable String text, long from, long to, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    String range =
        to == Long.MAX_VALUE ? "of at least " + from : "from %d to %d".formatted(from, to);
    throw ServiceException.invalid(
        List.of(
            new Fault(
                "/" + name,
                "out_of_range",
                "%s must be a whole number %s, not '%s'."
                    .formatted(name, range, Excerpt.of(text)))));
  }
}

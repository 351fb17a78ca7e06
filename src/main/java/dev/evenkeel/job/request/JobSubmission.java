package dev.evenkeel.job.request;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.plan.ResourceEstimate;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.body.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Takes jobs in: checks everything about them before anything is stored. */
@Service
public class JobSubmission {

  private final SubmissionChecks checks;
  private final JobIntake intake;

  JobSubmission(SubmissionChecks checks, JobIntake intake) {
    this.checks = checks;
    this.intake = intake;
  }

  /** What a body would come to. */
  record Validation(
      boolean valid,
      List<Fault> errors,
      List<Fault> warnings,
      @Nullable ResourceEstimate estimate) {}

  /** Checks a body and stores nothing. */
  Validation validate(byte[] body, Caller caller) {
    SubmissionChecks.Checked checked = checks.check(JsonBody.read(body), caller);
    List<Fault> warnings = new ArrayList<>(checked.warnings());
    if (checked.job() != null) {
      warnings.addAll(checks.dataWarnings(checked.job()));
    }
    return new Validation(
        checked.faults().isEmpty(), checked.faults(), warnings, checked.estimate());
  }

  /**
   * Accepts a job, or refuses it with every fault it has.
   *
   * @return its id
   */
  public UUID submit(byte[] body, Caller caller) {
    // Before the body is read: nobody should wait only to be turned away.
    intake.requirePlace();
    return submit(JsonBody.read(body), caller);
  }

  /** The same for a body that was read already. */
  public UUID submit(JsonNode body, Caller caller) {
    intake.requirePlace();
    SubmissionChecks.Checked checked = checks.check(body, caller);
    SubmissionChecks.Accepted accepted = checked.job();
    if (accepted == null) {
      throw ServiceException.invalid(checked.faults());
    }
    return intake.take(accepted);
  }
}

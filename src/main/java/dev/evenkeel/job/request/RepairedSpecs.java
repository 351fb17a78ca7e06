package dev.evenkeel.job.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.JobChange;
import dev.evenkeel.job.read.JobAnswer;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.body.BodySchema;
import dev.evenkeel.web.body.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The specs of jobs as repairs have left them, to be read or submitted again. */
@Service
class RepairedSpecs {

  private static final BodySchema NOTHING = BodySchema.named("job-resubmission");

  private final JobGate gate;
  private final JobSubmission submission;
  private final JsonMapper json;

  RepairedSpecs(JobGate gate, JobSubmission submission, JsonMapper json) {
    this.gate = gate;
    this.submission = submission;
    this.json = json;
  }

  /** The spec with every change made so far, the latest of one field last. */
  ObjectNode of(UUID id, Caller caller) {
    return repaired(gate.require(id, caller).answer());
  }

  /**
   * Submits a new job from the repaired spec of one that has ended.
   *
   * @param body of the request; it has nothing to say
   * @return the new job's id
   */
  UUID resubmit(UUID id, Caller caller, byte[] body) {
    requireEmpty(body);
    JobAnswer job = gate.require(id, caller).answer();
    if (!job.terminal()) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "The job is %s: repairs may still change its spec. Resubmit it when it has ended, or submit GET …/repaired-spec as it is now."
              .formatted(job.status()));
    }
    return submission.submit(repaired(job), caller);
  }

  private ObjectNode repaired(JobAnswer job) {
    ObjectNode spec = job.spec().deepCopy().asObject();
    job.changes().forEach(change -> SpecEdits.apply(spec, plain(change)));
    return spec;
  }

  private SpecChange plain(JobChange change) {
    return new SpecChange(change.pointer(), value(change.from()), value(change.to()));
  }

  private Object value(JsonNode node) {
    return json.treeToValue(node, Object.class);
  }

  /** A change that is asked for here must not be lost in silence. */
  private static void requireEmpty(byte[] body) {
    if (new String(body, StandardCharsets.UTF_8).isBlank()) {
      return;
    }
    List<Fault> faults = NOTHING.check(JsonBody.read(body));
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }
}

package dev.evenkeel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineSessionTest {

  private final CompletableFuture<ExitCode> exit = new CompletableFuture<>();
  private ChannelPair pair;

  @BeforeEach
  void start() throws IOException {
    pair = ChannelPair.open();
    EngineSession session = new EngineSession(pair.engine(), new ScriptedEngine(), exit::complete);
    Thread thread = new Thread(session::run);
    thread.setDaemon(true);
    thread.start();
    assertThat(next(EngineEvent.Ready.class).libraries()).containsEntry("script", "1");
  }

  @AfterEach
  void disconnect() throws IOException {
    pair.close();
  }

  @Test
  void sendsEveryIterationInBatchesWithoutAGap() throws IOException {
    pair.server().send(order("a/1", "steps:1000"));

    assertThat(next(EngineEvent.Started.class).shape().parameters()).isEqualTo(10);
    List<EngineEvent> events = untilFinished();

    long iteration = 1;
    for (EngineEvent event : events) {
      if (event instanceof EngineEvent.Stepped stepped) {
        assertThat(stepped.steps().firstIteration()).isEqualTo(iteration);
        assertThat(stepped.steps().steps()).isLessThanOrEqualTo(256);
        iteration = stepped.steps().lastIteration() + 1;
      }
    }
    assertThat(iteration).isEqualTo(1001);
  }

  @Test
  void stopsWhenAskedTo() throws IOException {
    pair.server().send(order("a/1", "slow"));
    next(EngineEvent.Stepped.class);

    pair.server().send(new EngineCommand.Stop("a/1", StopReason.CANCELLED));

    assertThat(next(EngineEvent.Finished.class).result().stopReason())
        .isEqualTo(StopReason.CANCELLED);
  }

  @Test
  void ignoresAStopForAnotherRun() throws IOException {
    pair.server().send(order("a/1", "slow"));
    next(EngineEvent.Stepped.class);

    pair.server().send(new EngineCommand.Stop("b/1", StopReason.CANCELLED));
    pair.server().send(new EngineCommand.Stop("a/1", StopReason.TIMED_OUT));

    assertThat(next(EngineEvent.Finished.class).result().stopReason())
        .isEqualTo(StopReason.TIMED_OUT);
  }

  @Test
  void refusesASecondJobWhileOneRuns() throws IOException {
    pair.server().send(order("a/1", "slow"));
    next(EngineEvent.Started.class);

    pair.server().send(order("b/1", "steps:1"));

    EngineEvent.Failed failed = next(EngineEvent.Failed.class);
    assertThat(failed.run()).isEqualTo("b/1");
    assertThat(failed.code()).isEqualTo("engine_busy");
  }

  @Test
  void runsOneJobAfterTheOther() throws IOException {
    pair.server().send(order("a/1", "refuse"));
    EngineEvent.Failed refused = next(EngineEvent.Failed.class);
    pair.server().send(order("b/1", "steps:5"));

    assertThat(refused.code()).isEqualTo("missing_values");
    assertThat(refused.message()).isEqualTo("Row 3 lacks a value.");
    assertThat(refused.retryable()).isFalse();
    assertThat(next(EngineEvent.Finished.class).run()).isEqualTo("b/1");
  }

  @Test
  void keepsTheDetailsOfAFaultOfItsOwnToItself() throws IOException {
    pair.server().send(order("a/1", "fail"));

    EngineEvent.Failed failed = next(EngineEvent.Failed.class);
    assertThat(failed.code()).isEqualTo("internal");
    assertThat(failed.message()).doesNotContain("secret");
    assertThat(failed.retryable()).isTrue();
  }

  @Test
  void endsWhenItsServerIsGone() throws Exception {
    pair.server().send(order("a/1", "hang"));
    next(EngineEvent.Started.class);

    pair.server().close();

    assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.SERVER_GONE);
  }

  @Test
  void endsWhenToldTo() throws Exception {
    pair.server().send(new EngineCommand.Exit());

    assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
  }

  private List<EngineEvent> untilFinished() throws IOException {
    List<EngineEvent> events = new ArrayList<>();
    EngineEvent event;
    do {
      event = pair.server().readEvent();
      events.add(event);
    } while (!(event instanceof EngineEvent.Finished));
    return events;
  }

  private <T extends EngineEvent> T next(Class<T> type) throws IOException {
    EngineEvent event = pair.server().readEvent();
    while (!type.isInstance(event)) {
      assertThat(event).isNotNull();
      event = pair.server().readEvent();
    }
    return type.cast(event);
  }

  static EngineCommand.Train order(String run, String script) {
    TrainingSpec spec =
        SpecJson.mapper()
            .readValue(
                "{\"split\":{},\"preprocessing\":{},\"network\":{\"layers\":[]},\"training\":{},\"stability\":{}}",
                TrainingSpec.class);
    return new EngineCommand.Train(run, "deeplearning4j", spec, script, null, null, "/nowhere");
  }
}

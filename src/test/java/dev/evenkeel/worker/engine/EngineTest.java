package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.testing.ProcessTest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.worker.ScriptedEngines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A supervised engine in a process of its own. */
@ProcessTest
class EngineTest {

  private Engine engine;

  @AfterEach
  void end() {
    if (engine != null) {
      engine.kill("The test is over.");
    }
  }

  @Test
  void streamsARunAndIsReadyForTheNext() throws Exception {
    start(ScriptedEngines.settings());

    List<EngineEvent> first = runToItsEnd("a/1", "steps:1000");
    List<EngineEvent> second = runToItsEnd("b/1", "steps:10");

    assertThat(steps(first)).isEqualTo(1000);
    assertThat(last(first)).isInstanceOf(EngineEvent.Finished.class);
    assertThat(steps(second)).isEqualTo(10);
    assertThat(engine.isReady()).isTrue();
  }

  @Test
  void stopsARunThatIsStopped() throws Exception {
    start(ScriptedEngines.settings());
    try (EngineRun run = engine.train(ScriptedEngines.order("a/1", "slow"))) {
      run.collect(Duration.ofSeconds(5));

      run.stop(StopReason.CANCELLED);

      EngineEvent.Finished end = (EngineEvent.Finished) last(toTheEnd(run));
      assertThat(end.result().stopReason()).isEqualTo(StopReason.CANCELLED);
    }
  }

  @Test
  void diesOfACrashWithTheReason() throws Exception {
    start(ScriptedEngines.settings());
    try (EngineRun run = engine.train(ScriptedEngines.order("a/1", "crash"))) {
      toTheEnd(run);

      assertThat(run.death()).contains("The engine was killed by signal 11.");
      assertThat(engine.isReady()).isFalse();
    }
  }

  @Test
  void diesWhenItIsKilledFromOutside() throws Exception {
    start(ScriptedEngines.settings());
    try (EngineRun run = engine.train(ScriptedEngines.order("a/1", "slow"))) {
      run.collect(Duration.ofSeconds(5));

      ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();

      toTheEnd(run);
      assertThat(run.death()).contains("The engine was killed by signal 9.");
    }
  }

  @Test
  void isKilledWhenItHangs() throws Exception {
    start(ScriptedEngines.settings());
    try (EngineRun run = engine.train(ScriptedEngines.order("a/1", "hang"))) {
      toTheEnd(run);

      assertThat(run.death()).contains("The engine hung: no progress for 5 s.");
    }
  }

  @Test
  void isKilledWhenItTakesTooMuchMemory() throws Exception {
    start(ScriptedEngines.settings());
    try (EngineRun run = engine.train(ScriptedEngines.order("a/1", "grow"))) {
      toTheEnd(run);

      assertThat(run.death().orElseThrow())
          .startsWith("The engine used ")
          .endsWith("the limit is 300 MB (evenkeel.engine.max-resident-bytes).");
    }
  }

  @Test
  void takesTheEngineWithItWhenARunIsGivenUp() throws Exception {
    start(ScriptedEngines.settings());
    engine.train(ScriptedEngines.order("a/1", "hang")).close();

    assertThat(engine.deathWithin(30_000)).contains("The engine's job was taken away.");
  }

  @Test
  void saysWhyAProcessThatCannotStartIsDead() throws Exception {
    engine =
        ScriptedEngines.launcher(ScriptedEngines.settings(), "no.such.Main")
            .launch(ScriptedEngines.DEVICE);

    assertThat(engine.deathWithin(60_000)).contains("The engine ended with exit code 1.");
  }

  private void start(EngineSettings settings) throws IOException {
    engine = ScriptedEngines.launcher(settings).launch(ScriptedEngines.DEVICE);
    await().until(engine::isReady);
  }

  private List<EngineEvent> runToItsEnd(String name, String script) throws InterruptedException {
    try (EngineRun run = engine.train(ScriptedEngines.order(name, script))) {
      return toTheEnd(run);
    }
  }

  private List<EngineEvent> toTheEnd(EngineRun run) throws InterruptedException {
    List<EngineEvent> events = new ArrayList<>();
    Optional<String> death = Optional.empty();
    while (!run.isOver() && death.isEmpty()) {
      events.addAll(run.collect(Duration.ofMillis(200)));
      engine.watch();
      death = run.death();
    }
    return events;
  }

  private static EngineEvent last(List<EngineEvent> events) {
    return events.get(events.size() - 1);
  }

  private static int steps(List<EngineEvent> events) {
    return events.stream()
        .filter(EngineEvent.Stepped.class::isInstance)
        .mapToInt(event -> ((EngineEvent.Stepped) event).steps().steps())
        .sum();
  }
}

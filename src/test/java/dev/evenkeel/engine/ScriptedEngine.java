package dev.evenkeel.engine;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.RunSignal;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine process whose training is a script, named by the order's training data: {@code
 * steps:1000}, {@code slow}, {@code hang}, {@code crash}, {@code grow}, {@code refuse}, {@code
 * fail}.
 */
public final class ScriptedEngine implements EngineTask {

  private final List<ByteBuffer> memory = new ArrayList<>();

  public static void main(String[] args) throws IOException {
    EngineMain.serve(args, new ScriptedEngine());
  }

  @Override
  public Map<String, String> warmUp() {
    return Map.of("script", "1");
  }

  @Override
  public TrainingResult convert(EngineCommand.Convert order) {
    throw new TrainingRefusedException("weights_differ", "The script holds no weights.");
  }

  @Override
  public TrainingResult train(
      EngineCommand.Train order, TrainingObserver observer, RunSignal signal) {
    String[] script = order.trainingData().split(":");
    LayerShape layer = new LayerShape(0, "dense_0", "dense", 4, 2, 10);
    observer.started(new RunShape(List.of(layer), 10, 120, 100, 1_000));
    return switch (script[0]) {
      case "steps" -> steps(Long.parseLong(script[1]), observer);
      case "slow" -> untilStopped(observer, signal);
      case "hang" -> hang();
      case "crash" -> crash();
      case "grow" -> grow();
      case "refuse" -> throw new TrainingRefusedException("missing_values", "Row 3 lacks a value.");
      case "fail" -> throw new IllegalStateException("secret detail");
      default -> throw new IllegalArgumentException(order.trainingData());
    };
  }

  private static TrainingResult steps(long steps, TrainingObserver observer) {
    StepRecord record = new StepRecord(1);
    for (long iteration = 1; iteration <= steps; iteration++) {
      step(record, iteration, observer);
    }
    observer.epochEnded(1, steps, Map.of("train_loss", 0.5));
    return result(StopReason.COMPLETED, steps);
  }

  private static void step(StepRecord record, long iteration, TrainingObserver observer) {
    record.iteration = iteration;
    record.epoch = 1;
    record.loss = iteration == 3 ? Double.NaN : 1.0 / iteration;
    record.gradientNorm = iteration;
    record.layerGradientNorms[0] = iteration;
    record.sampled = iteration % 10 == 0;
    observer.stepped(record);
  }

  private static TrainingResult untilStopped(TrainingObserver observer, RunSignal signal) {
    StepRecord record = new StepRecord(1);
    Optional<StopReason> stop = signal.stopRequested();
    long iteration = 0;
    while (stop.isEmpty()) {
      step(record, ++iteration, observer);
      LockSupport.parkNanos(1_000_000);
      stop = signal.stopRequested();
    }
    return result(stop.get(), iteration);
  }

  private static TrainingResult hang() {
    while (true) {
      LockSupport.park();
    }
  }

  private static TrainingResult crash() {
    Runtime.getRuntime().halt(139);
    throw new IllegalStateException();
  }

  private TrainingResult grow() {
    while (true) {
      ByteBuffer block = ByteBuffer.allocateDirect(8 << 20);
      for (int page = 0; page < block.capacity(); page += 4096) {
        block.put(page, (byte) 1);
      }
      memory.add(block);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static TrainingResult result(StopReason reason, long steps) {
    return new TrainingResult(
        reason, Verdict.HEALTHY, steps, Map.of("train_loss", 0.5), List.of(), Map.of(), null);
  }
}

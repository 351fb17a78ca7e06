package dev.evenkeel.training;

import dev.evenkeel.training.stability.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers everything it is told. */
public final class RecordingObserver implements TrainingObserver {

  public final List<RunShape> shapes = new ArrayList<>();
  public final List<Step> steps = new ArrayList<>();
  public final List<Map<String, Double>> epochs = new ArrayList<>();
  public final List<Incident> incidents = new ArrayList<>();

  public record Step(
      long iteration,
      int epoch,
      double loss,
      double gradientNorm,
      boolean applied,
      boolean sampled,
      double updateRatio,
      double parameterNorm,
      double zeroFraction) {}

  @Override
  public void started(RunShape shape) {
    shapes.add(shape);
  }

  @Override
  public void stepped(StepRecord step) {
    steps.add(
        new Step(
            step.iteration,
            step.epoch,
            step.loss,
            step.gradientNorm,
            step.applied,
            step.sampled,
            step.updateRatios[0],
            step.parameterNorms[0],
            step.zeroFractions[0]));
  }

  @Override
  public void probed(long gradients) {}

  @Override
  public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {
    epochs.add(metrics);
  }

  @Override
  public void incident(Incident incident) {
    incidents.add(incident);
  }
}

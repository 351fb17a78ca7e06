package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerShape;

/** Asks weights and gradients: what reaches the first layer, what pulls, how far they move. */
final class WeightEvidence {

  private final RunUnderRepair run;

  WeightEvidence(RunUnderRepair run) {
    this.run = run;
  }

  /** Root mean square gradient of the first layer with parameters over that of the last. */
  double depthRatio() {
    double[] layers = run.memory().layerNorms();
    if (layers.length < 3) {
      return 1;
    }
    double[] sizes = new double[layers.length];
    int slot = 0;
    for (LayerShape layer : run.network().layers()) {
      if (layer.hasParameters()) {
        sizes[slot++] = Math.sqrt(layer.parameters());
      }
    }
    int last = layers.length - 1;
    return layers[last] == 0 ? 1 : (layers[0] / sizes[0]) / (layers[last] / sizes[last]);
  }

  double penaltyRatio() {
    double pull = 0;
    float[] block = new float[1024];
    FlatVector parameters = run.network().parameters();
    for (ParameterSegment segment : run.network().segments()) {
      NetworkPlan.Penalty penalty = segment.penalty();
      for (int at = 0; at < segment.length() && !penalty.equals(NetworkPlan.Penalty.NONE); ) {
        int count = Math.min(block.length, segment.length() - at);
        parameters.read(segment.offset() + at, block, count);
        for (int i = 0; i < count; i++) {
          double one = penalty.l2() * block[i] + penalty.l1() * Math.signum(block[i]);
          pull += one * one;
        }
        at += count;
      }
    }
    double data = 0;
    for (double norm : run.memory().layerNorms()) {
      data += norm * norm;
    }
    return data == 0 ? 0 : Math.sqrt(pull / data);
  }

  /** By how much of their norm the parameters would have moved at the plan's end, at this pace. */
  double projectedMove(RunPosition now) {
    float[] first = run.checkpoints().start().state().parameters();
    float[] block = new float[1024];
    double moved = 0;
    double size = 0;
    FlatVector parameters = run.network().parameters();
    for (int at = 0; at < first.length; at += block.length) {
      int count = Math.min(block.length, first.length - at);
      parameters.read(at, block, count);
      for (int i = 0; i < count; i++) {
        double by = block[i] - first[at + i];
        moved += by * by;
        size += (double) first[at + i] * first[at + i];
      }
    }
    double share = Math.sqrt(moved / Math.max(size, 1e-12));
    return share * run.facts().iterations() / Math.max(1, now.planned());
  }
}

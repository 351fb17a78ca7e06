package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * The update rules of a network and the one rate they all learn at.
 *
 * <p>Deeplearning4j's own way of changing a rate builds its updaters anew; this changes the number
 * in place.
 */
final class LearningRates {

  private double configured;
  private final Set<IUpdater> rules = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ScaledAdaDelta> scaled = new ArrayList<>();
  private double current;

  LearningRates(StepwiseNetwork network, OptimizerSpec spec) {
    configured = spec.learningRate();
    network.updaterBlocks().forEach(block -> replaceRule(block, spec.type()));
    for (Layer layer : network.getLayers()) {
      for (String parameter : layer.paramTable(false).keySet()) {
        IUpdater rule = layer.getConfig().getUpdaterByParam(parameter);
        if (rule.hasLearningRate()) {
          rules.add(rule);
        }
      }
    }
    current = Double.NaN;
    set(configured);
  }

  /** From now on this rate is the one that a schedule, if any, starts from. */
  void configure(double rate) {
    configured = rate;
  }

  void set(double rate) {
    if (rate == current) {
      return;
    }
    rules.forEach(rule -> rule.setLrAndSchedule(rate, null));
    scaled.forEach(rule -> rule.rate(rate));
    current = rate;
  }

  /**
   * Runs something that must see the rate without what a schedule has made of it, such as saving.
   */
  void withConfiguredRate(Runnable action) {
    double before = current;
    set(configured);
    try {
      action.run();
    } finally {
      set(before);
    }
  }

  /** Puts our rules in the place of those that Deeplearning4j lacks or gets wrong. */
  @SuppressWarnings("unchecked")
  private void replaceRule(UpdaterBlock block, OptimizerSpec.Type type) {
    GradientUpdater<?> rule = block.getGradientUpdater();
    if (type == OptimizerSpec.Type.MOMENTUM && rule.getConfig() instanceof Nesterovs config) {
      block.setGradientUpdater(new ClassicalMomentum(config, block.getUpdaterView()));
    } else if (rule.getConfig() instanceof AdaDelta) {
      var adaDelta = new ScaledAdaDelta((GradientUpdater<AdaDelta>) rule);
      scaled.add(adaDelta);
      block.setGradientUpdater(adaDelta);
    } else if (rule.getConfig() instanceof Nadam) {
      block.setGradientUpdater(new CorrectedNadam((GradientUpdater<Nadam>) rule));
    }
  }
}

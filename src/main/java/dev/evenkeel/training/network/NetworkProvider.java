package dev.evenkeel.training.network;

import dev.evenkeel.training.NetworkProviders;
import dev.evenkeel.training.ProcessFacts;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import java.util.Map;

/**
 * Makes networks and computes them. Entered as a service under this interface's name, it is found
 * by {@link NetworkProviders} wherever its class is on the class path.
 */
public interface NetworkProvider {

  /**
   * By this name it is chosen, and so are called the native files that it writes and reads: small
   * letters, digits and {@code _}.
   */
  String kind();

  /**
   * Loads what it needs and runs something small on the calling thread.
   *
   * @return names and versions of its libraries
   */
  Map<String, String> warmUp();

  /**
   * Builds and initialises a network on the calling thread, which alone may use it. Where the spec
   * has a base, which is of this {@link #kind}, it starts from that model's weights.
   *
   * @throws TrainingRefusedException where it can't compute the plan or read the base
   */
  TrainableNetwork create(NetworkPlan plan, TrainingSpec spec);

  /**
   * Builds a network with the weights that the spec's base holds, all of them.
   *
   * @param logVariances layers whose running variance is stored there as log10 of the deviation
   * @throws TrainingRefusedException where they are not as many as the network has
   */
  TrainableNetwork restore(NetworkPlan plan, TrainingSpec spec, List<Integer> logVariances);

  /**
   * What a network's bits depend on besides its spec, its data and {@link ProcessFacts}: versions,
   * kernels, thread counts; and what its native file leaves to be said.
   */
  Map<String, String> provenance(NetworkPlan plan);
}

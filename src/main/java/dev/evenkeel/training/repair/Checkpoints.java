package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.TrainableNetwork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A ring of states to which the run can be taken back.
 *
 * <p>A state becomes good only when a smoothing window has passed after it without a finding: what
 * looks fine may already carry the fault. The first one, before any training, is good for want of a
 * better. Belongs to the training thread.
 */
public final class Checkpoints {

  private static final int MOST = 5;
  private static final int LEAST = 2;

  /** What the ring may take of the engine's heap. */
  private static final long MOST_NUMBERS = 16L << 20;

  private static final int LEAST_INTERVAL = 10;

  /** Iterations that a state must have been followed by; the smoothed loss remembers about 10. */
  private static final int VERIFIED_AFTER = 20;

  private final TrainableNetwork network;
  private final long interval;
  private final Deque<Checkpoint> ring = new ArrayDeque<>();
  private final Checkpoint start;
  private final int most;

  /**
   * A state before an iteration.
   *
   * @param next what comes next in the plan
   * @param planned its iteration in the plan, from 1
   * @param iteration the recorded iterations so far
   * @param norm a gradient norm that was high and still usual up to then; NaN where none is known
   */
  public record Checkpoint(
      PlanPosition next, long planned, long iteration, double norm, NetworkSnapshot state) {}

  /**
   * All of them.
   *
   * @param ring the latest last
   */
  public record State(Checkpoint start, List<Checkpoint> ring) {}

  /** Of a network before its training. */
  public Checkpoints(TrainableNetwork network, long iterations) {
    this(
        network,
        iterations,
        new State(
            new Checkpoint(PlanPosition.START, 1, 0, Double.NaN, network.snapshot()), List.of()));
  }

  public Checkpoints(TrainableNetwork network, long iterations, State state) {
    this.network = network;
    interval = Math.max(LEAST_INTERVAL, iterations / 100);
    start = state.start();
    ring.addAll(state.ring());
    NetworkSnapshot untrained = start.state();
    long size = Math.max(1, untrained.parameters().length + untrained.updaterState().length);
    most = (int) Math.max(LEAST, Math.min(MOST, MOST_NUMBERS / size));
  }

  public State state() {
    return new State(start, List.copyOf(ring));
  }

  /** To be asked before each iteration. */
  public boolean isDue(long planned) {
    return planned > 1
        && (planned - 1) % interval == 0
        && (ring.isEmpty() || ring.getLast().planned() < planned);
  }

  public void take(PlanPosition next, long planned, long iteration, double norm) {
    if (ring.size() == most) {
      ring.removeFirst();
    }
    ring.addLast(new Checkpoint(next, planned, iteration, norm, network.snapshot()));
  }

  /** The latest state that has proved good by a recorded iteration. */
  Checkpoint lastGood(long iteration) {
    return lastGoodBefore(iteration, Long.MAX_VALUE).orElse(start);
  }

  /** The latest good state before an iteration of the plan. */
  Optional<Checkpoint> lastGoodBefore(long iteration, long planned) {
    Iterator<Checkpoint> latestFirst = ring.descendingIterator();
    while (latestFirst.hasNext()) {
      Checkpoint one = latestFirst.next();
      if (iteration - one.iteration() > VERIFIED_AFTER && one.planned() < planned) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  public Checkpoint start() {
    return start;
  }

  /** Puts the network into a state, and forgets those that came after it. */
  void goBackTo(Checkpoint good) {
    network.restore(good.state());
    while (!ring.isEmpty() && ring.getLast().planned() > good.planned()) {
      ring.removeLast();
    }
  }
}

package dev.evenkeel.training.secondorder;

import dev.evenkeel.training.secondorder.Ray.Look;
import java.util.List;
import java.util.Optional;

/**
 * Walks downhill, one step at a time: a direction from the steps so far, a line search along it.
 *
 * <p>The objective's last evaluation is always at {@link #point()} when a method returns, unless it
 * was interrupted. Belongs to one thread; holds memory outside of the heap until it is closed.
 */
public final class Minimizer implements AutoCloseable {

  /** A gradient below this, relative to the value where that is above 1, is as good as none. */
  private static final double FLAT = 1e-6;

  private final Directions directions;
  private final double firstStep;
  private final float[] direction;
  private float[] point;
  private float[] gradient;
  private float[] trial;
  private float[] trialGradient;
  private double value;
  private double lastStep;
  private double lastSlope;
  private int idle;

  /** Relative; what a step gains beyond this is more than float's rounding. */
  private static final double GAIN = 1e-6;

  /** So many steps in a row that gain nothing are the end. */
  private static final int IDLE_STEPS = 10;

  /** What a step came to. */
  public enum Outcome {
    /** The point is a lower one. */
    MOVED,
    /** The gradient is as good as none, nothing goes down along it, or steps gain no more. */
    CONVERGED,
    /** The objective or its gradient is not finite here. */
    STUCK,
    /** Somebody wants the search to end; the point is the same. */
    INTERRUPTED
  }

  private Minimizer(Directions directions, float[] start, double firstStep) {
    this.directions = directions;
    this.firstStep = firstStep;
    point = start.clone();
    gradient = new float[point.length];
    direction = new float[point.length];
    trial = new float[point.length];
    trialGradient = new float[point.length];
  }

  /**
   * @param firstStep where every line search begins, once there is a history
   * @param history steps remembered
   */
  public static Minimizer lbfgs(float[] start, double firstStep, int history) {
    return new Minimizer(new LimitedMemoryBfgs(history, start.length), start, firstStep);
  }

  /**
   * @param firstStep where the first line search begins; later ones begin where the last one ended
   */
  public static Minimizer conjugateGradients(float[] start, double firstStep) {
    return new Minimizer(new ConjugateGradients(start.length), start, firstStep);
  }

  /**
   * All that the next step depends on, but for the look at the point that has to come first.
   *
   * @param vectors that directions are learned from
   * @param numbers that go with them
   */
  public record State(
      float[] point,
      double lastStep,
      double lastSlope,
      int idle,
      List<float[]> vectors,
      double[] numbers) {}

  public State state() {
    Directions.Memory memory = directions.memory();
    return new State(point.clone(), lastStep, lastSlope, idle, memory.vectors(), memory.numbers());
  }

  /** Goes on from where another of its kind stood; {@link #look} comes next. */
  public void restore(State state) {
    System.arraycopy(state.point(), 0, point, 0, point.length);
    lastStep = state.lastStep();
    lastSlope = state.lastSlope();
    idle = state.idle();
    directions.restore(new Directions.Memory(state.vectors(), state.numbers()));
  }

  /** Where it stands; belongs to the minimizer. */
  public float[] point() {
    return point;
  }

  /** The objective there. */
  public double value() {
    return value;
  }

  /** Evaluates the objective where it stands: before the first step and for a new objective. */
  public double look(Objective objective) {
    value = objective.evaluate(point, gradient);
    return value;
  }

  /** Takes a step from where the objective was last evaluated. */
  public Outcome step(Objective objective) {
    double norm = Vectors.norm(gradient);
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      return Outcome.STUCK;
    }
    if (norm <= FLAT * Math.max(1, Math.abs(value)) || idle >= IDLE_STEPS) {
      return Outcome.CONVERGED;
    }
    Optional<Look> found = search(objective, norm);
    if (found.isEmpty() && directions.hasMemory() && !objective.isInterrupted()) {
      directions.forget();
      found = search(objective, norm);
    }
    if (objective.isInterrupted()) {
      return Outcome.INTERRUPTED;
    }
    if (found.isEmpty()) {
      look(objective);
      return Outcome.CONVERGED;
    }
    move(found.get());
    return Outcome.MOVED;
  }

  private Optional<Look> search(Objective objective, double norm) {
    double slope = downhill(norm);
    Along ray = new Along(objective);
    Look start = new Look(0, value, slope);
    double first = firstTrial(norm, slope);
    Optional<Look> found =
        new LineSearch(ray, start, directions.curvature())
            .search(first)
            .filter(look -> look.step() == ray.last || ray.at(look.step()).isFinite());
    found.ifPresent(
        look -> {
          lastStep = look.step();
          lastSlope = slope;
        });
    return found;
  }

  /** Chooses the direction, the steepest one where the learned one does not lead down. */
  private double downhill(double norm) {
    directions.next(gradient, direction);
    double slope = Vectors.dot(gradient, direction);
    if (slope < -1e-10 * norm * Vectors.norm(direction)) {
      return slope;
    }
    directions.forget();
    directions.next(gradient, direction);
    return -norm * norm;
  }

  /** A gradient has no length of its own: from it alone the first move is at most 1 long. */
  private double firstTrial(double norm, double slope) {
    if (directions.knowsLengths() && directions.hasMemory()) {
      return firstStep;
    }
    if (!directions.knowsLengths() && lastStep > 0) {
      // As much descent as in the last step (Nocedal and Wright, 2006, page 59).
      return lastStep * lastSlope / slope;
    }
    return firstStep * Math.min(1, 1 / norm);
  }

  private void move(Look found) {
    directions.learn(new Directions.Step(point, trial, gradient, trialGradient));
    float[] formerPoint = point;
    float[] formerGradient = gradient;
    point = trial;
    gradient = trialGradient;
    trial = formerPoint;
    trialGradient = formerGradient;
    idle = value - found.value() > GAIN * Math.abs(value) ? 0 : idle + 1;
    value = found.value();
  }

  @Override
  public void close() {
    directions.close();
  }

  /** The objective along {@link #direction}; the last look is in the trial vectors. */
  private final class Along implements Ray {

    private final Objective objective;
    private double last = Double.NaN;

    Along(Objective objective) {
      this.objective = objective;
    }

    @Override
    public Look at(double step) {
      last = step;
      Vectors.add(point, step, direction, trial);
      double there = objective.evaluate(trial, trialGradient);
      return new Look(step, there, Vectors.dot(trialGradient, direction));
    }

    @Override
    public boolean isInterrupted() {
      return objective.isInterrupted();
    }
  }
}

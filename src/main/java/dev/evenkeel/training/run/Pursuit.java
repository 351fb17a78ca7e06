package dev.evenkeel.training.run;

import dev.evenkeel.training.evaluation.ExampleScores;
import java.util.function.Supplier;

/**
 * A control on its way to what another arm has come to. One that has gone half its way and would
 * still be clearly behind if the rest brought as much is given up: it could only cost steps.
 */
final class Pursuit {

  private final ExampleScores ahead;
  private final ExampleScores start;
  private final long from;
  private final long end;
  private long next;

  /**
   * All of it.
   *
   * @param next iterations of the plan after which it is asked again
   */
  record State(ExampleScores ahead, ExampleScores start, long from, long end, long next) {}

  /**
   * A control at its start.
   *
   * @param ahead what the other arm scores at its end
   * @param start what this one scores where it begins
   * @param from iterations of the plan before that
   * @param end iterations of the plan
   */
  Pursuit(ExampleScores ahead, ExampleScores start, long from, long end) {
    this.ahead = ahead;
    this.start = start;
    this.from = from;
    this.end = end;
    next = half(from);
  }

  Pursuit(State state) {
    ahead = state.ahead();
    start = state.start();
    from = state.from();
    end = state.end();
    next = state.next();
  }

  State state() {
    return new State(ahead, start, from, end, next);
  }

  /**
   * Asked at half of the way, and at half of what is left then.
   *
   * @param now what the control scores, only asked for where it is due
   */
  boolean isHopeless(long planned, Supplier<ExampleScores> now) {
    if (planned < next || planned >= end) {
      return false;
    }
    next = half(planned);
    ExampleScores scores = now.get();
    double rise = Math.max(0, scores.mean() - start.mean());
    double more = rise * (end - planned) / (planned - from);
    return ahead.over(scores).without(more).isClear(ExampleScores.MARGIN);
  }

  private long half(long done) {
    return done + Math.max(1, (end - done + 1) / 2);
  }
}

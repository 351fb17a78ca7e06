package dev.evenkeel.training.plan.layers;

/**
 * One thing about a spec that can't be built, or, as a warning, is unwise.
 *
 * @param pointer JSON pointer into the job, such as {@code /network/layers/0/units}
 * @param code snake_case name of the kind of fault; of a warning, the cause it would lead to
 * @param message what is wrong and what to do
 */
public record PlanFault(String pointer, String code, String message) {}

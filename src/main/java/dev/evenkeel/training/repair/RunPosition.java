package dev.evenkeel.training.repair;

/**
 * Where a run stands when something is found.
 *
 * @param position in the plan
 * @param planned its iteration there, from 1
 * @param iteration recorded iterations, from 1
 * @param rate the learning rate in force
 */
public record RunPosition(PlanPosition position, long planned, long iteration, double rate) {}

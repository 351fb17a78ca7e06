/**
 * Care of a run: finds the cause of what monitors notice by probes, prescribes what the ladder and
 * the budget allow, keeps the states to go back to.
 */
@NullMarked
package dev.evenkeel.training.care;

import org.jspecify.annotations.NullMarked;

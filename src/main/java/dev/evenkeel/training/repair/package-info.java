/**
 * Repair of a run: finds the cause of what monitors notice by trial runs, plans what the ladder and
 * the budget allow, keeps the states to go back to.
 */
@NullMarked
package dev.evenkeel.training.repair;

import org.jspecify.annotations.NullMarked;

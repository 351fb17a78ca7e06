/** Scores of a network on a split, an example at a time. */
@NullMarked
package dev.evenkeel.training.evaluation;

import org.jspecify.annotations.NullMarked;

/** A run from its data to its model: the training loop and what is written down at its end. */
@NullMarked
package dev.evenkeel.training.run;

import org.jspecify.annotations.NullMarked;

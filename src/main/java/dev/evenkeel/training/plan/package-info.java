/**
 * A spec and a dataset become a network of known shapes and size, or faults that say what to
 * change.
 */
@NullMarked
package dev.evenkeel.training.plan;

import org.jspecify.annotations.NullMarked;

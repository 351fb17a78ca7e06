/**
 * What each type of layer is: the shape it makes, its parameters and memory, its faults and traits.
 */
@NullMarked
package dev.evenkeel.training.plan.layers;

import org.jspecify.annotations.NullMarked;

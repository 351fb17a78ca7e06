/**
 * What follows from a spec before anything is built: what each type of layer makes of a shape, what
 * it holds, how it behaves.
 *
 * <p>One class per type of layer, found by its name ({@link
 * dev.evenkeel.training.plan.LayerRegistry}). Must not import Spring or DL4J.
 */
@NullMarked
package dev.evenkeel.training.plan;

import org.jspecify.annotations.NullMarked;

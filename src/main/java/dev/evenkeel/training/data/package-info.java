/**
 * The data of a run: a dataset's stored tensors, its splits, and preprocessing fitted on the
 * training split.
 *
 * <p>Tensors are mapped from files and read batch by batch; no whole dataset is in the heap.
 */
@NullMarked
package dev.evenkeel.training.data;

import org.jspecify.annotations.NullMarked;

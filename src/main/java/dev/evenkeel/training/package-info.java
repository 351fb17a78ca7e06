/**
 * The engine room: trains a network, watches it and records what happens, in plain Java.
 *
 * <p>Must not import Spring, Jakarta or another package of ours; Deeplearning4j appears in {@code
 * training.dl4j} only.
 */
@NullMarked
package dev.evenkeel.training;

import org.jspecify.annotations.NullMarked;
